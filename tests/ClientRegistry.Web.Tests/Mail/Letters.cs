using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Migrations.Sqlite;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Registration.Mail.Writing;
using ClientRegistry.Testing.Mail;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClientRegistry.Web.Tests.Mail;

/// <summary>Every mail there is, and how it is put together.</summary>
internal static class Letters
{
    public const string Secret = "crs_abcdefghijkl_0123456789-_secret";
    public static readonly Guid Id = Guid.CreateVersion7();
    private static readonly MailSecrets Secrets = new(new EphemeralDataProtectionProvider());

    /// <summary>One of each kind; every text in it comes from somebody outside.</summary>
    /// <param name="text">What people typed.</param>
    public static IReadOnlyList<MailMessage> All(string text)
    {
        var environment = ClientEnvironment.Production;
        var time = new DateTimeOffset(2026, 12, 1, 8, 30, 0, TimeSpan.FromHours(2));
        return
        [
            new RequestReceived(12, text, environment, [text]),
            new RequestSubmitted(12, text, environment, text, text, IsChange: false),
            new RequestClaimed(12, text, text, "max@registry.example"),
            new RequestCommented(12, text, text, text, ToStaff: true),
            new SecondApprovalNeeded(12, text, text, text, ["financial-api"]),
            new ChangesRequested(12, text, text, text, "max@registry.example"),
            new RequestRejected(12, text, text, text, "max@registry.example"),
            new RequestWithdrawn(12, text, text, text),
            Credentials(text),
            new ClaimLinkSent(Credentials(text) with { SecretId = null }, ClaimOccasion.Approval, time),
            new ClaimReminder(text, "cr-p-abc", environment, time, time),
            new ClaimLapsed(text, "cr-p-abc", environment, text, text, time, ToStaff: true),
            new ClaimTakenBack(text, "cr-p-abc", environment, text, text),
            new SecretPickedUp(Subject(text), time),
            new ClientChanged(
                12, text, "cr-p-abc", environment, 3, ["https://a.example/cb"], ["https://b.example/cb"], [text]),
            new ClientStatusChanged(text, "cr-p-abc", environment, ClientStatus.Suspended, text, text),
            new SecretAdded(Subject(text), text),
            new SecretRetired(Subject(text), time, IsAtOnce: false, IsLast: true, text),
            new SecretRetirementUndone(Subject(text), null, text),
            new SecretEnding(
                Subject(text) with { AskInstead = [text] }, text, time, time.AddDays(-14), text, IsSucceeded: false, IsRetired: false),
            new MailSecretsLost(),
            new InvitationSent(text, "developer", text, time),
            new PasswordReset(Id, time),
            new PasswordChanged(time, "192.0.2.7"),
            new EncryptionKeyChanged(EncryptionKind.OpenPgp, "0123456789ABCDEF", IsRemoved: false, time, "192.0.2.7"),
            new EncryptionKeyUnusable(EncryptionKind.Smime, "0123456789ABCDEF", text, text),
            new MailFailed(
                new MailProblem(Id, nameof(CredentialsIssued), text, "nina@partner.example", text, time, 12, "cr-p-abc"), text, time),
            new MemberAdded(Id, text, text, "developer"),
            new MemberRemoved(Id, text, text, text),
            new PartnerApplicationReceived(text),
            new PartnerApplicationSubmitted(text, text, text),
            new PartnerApplicationDeclined(text, text),
        ];
    }

    private static SecretSubject Subject(string text) =>
        new(text, "cr-p-abc", ClientEnvironment.Production, text, "abcdefghijkl", text);

    public static CredentialsIssued Credentials(string name, string method = "client_secret_basic") => new(
        12,
        name,
        "cr-p-abc",
        ClientEnvironment.Production,
        ["https://a.example/cb?x='1'", "https://a.example/other"],
        ["orders-api", "catalogue-api"],
        method,
        RequirePkce: true,
        "abcdefghijkl",
        null);

    /// <summary>The mail as it would go out.</summary>
    public static Task<MimeMessage> ComposeAsync(
        MailMessage message, string name = "Nina", AuthorizationOptions? authorization = null)
    {
        var portal = Options.Create(new PortalOptions
        {
            PublicUrl = new Uri("https://registry.example"),
            SupportAddress = "support@registry.example",
            Name = "Acme API Portal",
        });
        var composer = new MailComposer(
            new MailWriter(new PortalLinks(portal), portal, Options.Create(authorization ?? new AuthorizationOptions())),
            PortalMail.Html,
            Secrets,
            Options.Create(new MailOptions { From = "no-reply@registry.example" }),
            portal);
        return composer.ComposeAsync(RowOf(message, name));
    }

    /// <summary>The row that owes it, as <see cref="Outbox"/> makes it.</summary>
    public static OutgoingMail RowOf(MailMessage message, string name = "Nina")
    {
        var nowhere = new DbContextOptionsBuilder<RegistryDbContext>();
        nowhere.UseRegistrySqlite("Data Source=:memory:");
        using var db = new RegistryDbContext(nowhere.Options, new SqliteDialect(), new Commits());
        var outbox = new Outbox(
            Secrets, Options.Create(new MailOptions { From = "no-reply@registry.example" }), TimeProvider.System);
        var secret = message is CredentialsIssued { SecretId: not null } or ClaimLinkSent or InvitationSent or PasswordReset ? Secret : null;
        return outbox.Owe(db, new MailRecipient(name, "nina@partner.example"), message, secret);
    }
}
