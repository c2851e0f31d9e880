using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;

namespace ClientRegistry.Registration.Requests;

/// <summary>
/// What somebody types when they ask for a client: the model of the form and the input of the use cases. It holds
/// anything, right or wrong; <see cref="ClientRequestFormValidator"/> says what is wrong with it.
/// </summary>
public sealed class ClientRequestForm
{
    // Members that the form does not show, such as the grant types of an imported client, stay what they were.
    private ClientMetadata _kept = new();

    /// <summary>Name shown to the user who is asked for consent.</summary>
    public string ClientName { get; set; } = "";

    /// <summary>What the client is for; read by the reviewer only.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>Whether it runs on a web server or on its user's device.</summary>
    public ApplicationType ApplicationType { get; set; } = ApplicationType.Web;

    /// <summary>Where the client is to live. Default <see cref="ClientEnvironment.Sandbox"/>.</summary>
    public ClientEnvironment Environment { get; set; } = ClientEnvironment.Sandbox;

    /// <summary>Redirect URIs in the order of their rows. An empty row is a row.</summary>
    public IReadOnlyList<string> RedirectUris { get; set; } = [""];

    /// <summary>Names of the scopes that are ticked.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Why restricted scopes are needed; empty when none is.</summary>
    public string Justification { get; set; } = "";

    /// <summary>Mail addresses of people responsible for the client, in the order of their rows.</summary>
    public IReadOnlyList<string> Contacts { get; set; } = [""];

    /// <summary>Home page of the application; empty for none.</summary>
    public string ClientUri { get; set; } = "";

    /// <summary>Picture shown at consent; empty for none.</summary>
    public string LogoUri { get; set; } = "";

    /// <summary>Terms of service; empty for none.</summary>
    public string TosUri { get; set; } = "";

    /// <summary>How personal data is used; empty for none.</summary>
    public string PolicyUri { get; set; } = "";

    /// <summary>Of <see cref="TokenEndpointAuthMethods"/>.</summary>
    public string TokenEndpointAuthMethod { get; set; } = TokenEndpointAuthMethods.ClientSecretBasic;

    /// <summary>Whether PKCE is demanded; a public client's is, whatever stands here.</summary>
    public bool RequirePkce { get; set; } = true;

    /// <summary>
    /// Chooses the kind of a new client, and with it the usual way to prove who it is: an application on its user's
    /// device cannot keep a secret (RFC 8252 section 8.4). The way can be chosen otherwise afterwards.
    /// </summary>
    /// <param name="type">The kind.</param>
    public void Choose(ApplicationType type)
    {
        if (type == ApplicationType) return;

        ApplicationType = type;
        TokenEndpointAuthMethod = type == ApplicationType.Native
            ? TokenEndpointAuthMethods.None
            : TokenEndpointAuthMethods.ClientSecretBasic;
    }

    /// <summary>The form as it was kept.</summary>
    /// <param name="environment">Where the client is to live.</param>
    /// <param name="metadata">What is proposed.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="justification">Why restricted scopes are needed.</param>
    public static ClientRequestForm Of(
        ClientEnvironment environment, ClientMetadata metadata, string purpose, string? justification) => new()
        {
            _kept = metadata,
            ClientName = metadata.ClientName,
            Purpose = purpose,
            ApplicationType = metadata.ApplicationType,
            Environment = environment,
            RedirectUris = metadata.RedirectUris is [] ? [""] : metadata.RedirectUris,
            Scopes = metadata.Scopes,
            Justification = justification ?? "",
            Contacts = metadata.Contacts is [] ? [""] : metadata.Contacts,
            ClientUri = metadata.ClientUri ?? "",
            LogoUri = metadata.LogoUri ?? "",
            TosUri = metadata.TosUri ?? "",
            PolicyUri = metadata.PolicyUri ?? "",
            TokenEndpointAuthMethod = metadata.TokenEndpointAuthMethod,
            RequirePkce = metadata.RequirePkce,
        };

    /// <summary>The form as a request keeps it.</summary>
    /// <param name="request">The request.</param>
    public static ClientRequestForm Of(ClientRequest request) =>
        Of(request.Environment, request.Metadata, request.Purpose, request.Justification);

    /// <summary>Takes out the rows that were never filled in; a list of nothing but those keeps one.</summary>
    public void DropEmptyRows()
    {
        RedirectUris = Filled(RedirectUris);
        Contacts = Filled(Contacts);
    }

    /// <summary>What is proposed, to the character. One empty row alone is a list of nothing.</summary>
    public ClientMetadata ToMetadata() => _kept with
    {
        ClientName = ClientName,
        ApplicationType = ApplicationType,
        RedirectUris = RedirectUris is [""] ? [] : RedirectUris,
        Scopes = Scopes,
        Contacts = Contacts is [""] ? [] : Contacts,
        ClientUri = NullIfEmpty(ClientUri),
        LogoUri = NullIfEmpty(LogoUri),
        TosUri = NullIfEmpty(TosUri),
        PolicyUri = NullIfEmpty(PolicyUri),
        TokenEndpointAuthMethod = TokenEndpointAuthMethod,

        // RFC 9700 section 2.1.1: a public client must use PKCE.
        RequirePkce = RequirePkce || TokenEndpointAuthMethod == TokenEndpointAuthMethods.None,
    };

    private static string[] Filled(IReadOnlyList<string> rows)
    {
        string[] filled = [.. rows.Where(row => row.Length > 0)];
        return filled is [] ? [""] : filled;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
