using ClientRegistry.Core.Mail;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Mail.Writing;

/// <summary>Says in words what each <see cref="MailMessage"/> tells its reader: one method a message.</summary>
/// <param name="links">Where the pages are.</param>
/// <param name="portal">What the portal calls itself, and whom to ask.</param>
/// <param name="authorization">The addresses a new client needs.</param>
public sealed partial class MailWriter(
    PortalLinks links, IOptions<PortalOptions> portal, IOptions<AuthorizationOptions> authorization)
{
    /// <summary>The longest subject: more is cut off on most screens.</summary>
    private const int SubjectLength = 120;

    /// <summary>The longest name inside a subject.</summary>
    private const int NameLength = 60;

    private string Support => portal.Value.SupportAddress;

    /// <summary>Writes a mail.</summary>
    /// <param name="mail">The owed mail.</param>
    /// <param name="message">Its data.</param>
    /// <param name="secret">What travels beside it, in clear; null for nothing.</param>
    public MailDocument Write(OutgoingMail mail, MailMessage message, string? secret)
    {
        var (subject, blocks) = Compose(message, secret);
        return new MailDocument(
            MailWords.OneLine(subject, SubjectLength),
            string.IsNullOrWhiteSpace(mail.RecipientName) ? "Hello," : $"Hello {MailWords.OneLine(mail.RecipientName, 100)},",
            blocks,
            [
                $"Sent by {portal.Value.Name}, {links.Home()}, on {MailWords.Time(mail.CreatedAt)}.",
                $"Questions? Reply to this mail or write to {Support}.",
            ]);
    }

    private (string Subject, IReadOnlyList<MailBlock> Blocks) Compose(MailMessage message, string? secret) =>
        message switch
        {
            RequestReceived m => Of(m),
            RequestSubmitted m => Of(m),
            RequestClaimed m => Of(m),
            RequestCommented m => Of(m),
            SecondApprovalNeeded m => Of(m),
            ChangesRequested m => Of(m),
            RequestRejected m => Of(m),
            RequestWithdrawn m => Of(m),
            CredentialsIssued m => Of(m, secret),
            ClaimLinkSent m => Of(m, secret),
            ClaimReminder m => Of(m),
            ClaimLapsed m => Of(m),
            ClaimTakenBack m => Of(m),
            SecretPickedUp m => Of(m),
            ClientChanged m => Of(m),
            ClientStatusChanged m => Of(m),
            SecretAdded m => Of(m),
            SecretRetired m => Of(m),
            SecretRetirementUndone m => Of(m),
            SecretEnding m => Of(m),
            MailSecretsLost m => Of(m),
            InvitationSent m => Of(m, secret),
            PasswordReset m => Of(m, secret),
            PasswordChanged m => Of(m),
            EncryptionKeyChanged m => Of(m),
            EncryptionKeyUnusable m => Of(m),
            MailFailed m => Of(m),
            MemberAdded m => Of(m),
            MemberRemoved m => Of(m),
            PartnerApplicationReceived m => Of(m),
            PartnerApplicationSubmitted m => Of(m),
            PartnerApplicationDeclined m => Of(m),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "Nobody writes this mail."),
        };

    private static string Short(string name) => MailWords.OneLine(name, NameLength);
}
