using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration;

/// <summary>
/// Absolute addresses of the portal's pages, for mails and for what commands print. The one place that knows how a link
/// is put together; every value that goes into one is escaped here.
/// </summary>
/// <param name="options">Says where people reach the portal.</param>
public sealed class PortalLinks(IOptions<PortalOptions> options)
{
    /// <summary>The first page.</summary>
    public string Home() => To("/");

    /// <summary>What client_id and redirect_uri are, who may ask, and how long it takes.</summary>
    public string HowItWorks() => To("/how-it-works");

    /// <summary>The form of organisations that want to become a partner.</summary>
    public string Apply() => To("/apply");

    /// <summary>The partner's requests.</summary>
    public string Requests() => To("/requests");

    /// <summary>A request, as the partner sees it.</summary>
    /// <param name="number">Its number.</param>
    public string Request(int number) => To($"/requests/{number}");

    /// <summary>A request, as the staff sees it.</summary>
    /// <param name="number">Its number.</param>
    public string Review(int number) => To($"/review/{number}");

    /// <summary>The clients that the reader may see.</summary>
    public string Clients() => To("/clients");

    /// <summary>A client.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public string Client(string clientId) => To($"/clients/{Escape(clientId)}");

    /// <summary>The partners, and the applications of those who want to be one.</summary>
    public string Partners() => To("/partners");

    /// <summary>A partner with its members.</summary>
    /// <param name="id">Its row key.</param>
    public string Partner(Guid id) => To($"/partners/{id}");

    /// <summary>The people of the staff.</summary>
    public string Staff() => To("/admin/staff");

    /// <summary>One owed mail with its history.</summary>
    /// <param name="id">Its row key.</param>
    public string Mail(Guid id) => To($"/admin/mail/{id}");

    /// <summary>The owed mail.</summary>
    public string Mail() => To("/admin/mail");

    /// <summary>The mail that waits for somebody to act.</summary>
    public string FailedMail() => To("/admin/mail?state=Failed");

    /// <summary>Sign-in.</summary>
    public string SignIn() => To("/account/sign-in");

    /// <summary>One's own account.</summary>
    public string Account() => To("/account/manage");

    /// <summary>The key to which one's mails are encrypted.</summary>
    public string Encryption() => To("/account/encryption");

    /// <summary>Where somebody asks for a new password.</summary>
    public string ForgotPassword() => To("/account/forgot-password");

    /// <summary>Where an invitation is accepted.</summary>
    /// <param name="token">The token in clear; it must not get into a log.</param>
    public string Invitation(string token) => To($"/account/invitation?token={Escape(token)}");

    /// <summary>Where a client secret is picked up.</summary>
    /// <param name="token">The token in clear; it must not get into a log.</param>
    public string Claim(string token) => To($"/claims?token={Escape(token)}");

    /// <summary>Where a forgotten password is replaced.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">The token in clear; it must not get into a log.</param>
    public string PasswordReset(Guid userId, string token) =>
        To($"/account/reset-password?user={userId}&token={Escape(token)}");

    private string To(string path) => options.Value.PublicUrl!.AbsoluteUri.TrimEnd('/') + path;

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
