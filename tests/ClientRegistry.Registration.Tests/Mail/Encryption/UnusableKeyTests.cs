using System.Text;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Tests.Accounts;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Encryption;
using ClientRegistry.Testing.Smtp;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Mail.Encryption;

/// <summary>What becomes of credentials when the key on file cannot be used: a claim link, and nothing in clear.</summary>
public sealed class UnusableKeyTests
{
    private const string Dora = "Dora <dora@northwind.example>";

    [Theory, OnEachDatabase]
    public async Task A_key_that_expired_before_the_approval_makes_it_a_claim_link_at_once(DatabaseKind kind)
    {
        await using var desk = await EncryptionDesk.OpenAsync(kind);
        await using var gpg = new GnuPg(World.Start);
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, "ed25519", "cv25519", "1d")));
        desk.World.Clock.Advance(TimeSpan.FromDays(2));

        await desk.ApproveAsync();

        Assert.Empty(await desk.World.MailsAsync<CredentialsIssued>());
        Assert.Empty(await desk.AllAsync<ClientSecret>());
        Assert.Single(await desk.World.MailsAsync<ClaimLinkSent>());
        await AssertToldAsync(desk);
    }

    [Theory, OnEachDatabase]
    public async Task A_key_that_expires_before_sending_makes_it_a_claim_link_and_nothing_goes_in_clear(DatabaseKind kind)
    {
        await using var desk = await EncryptionDesk.OpenAsync(kind);
        await using var gpg = new GnuPg(World.Start);
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, "ed25519", "cv25519", "1d")));
        await desk.ApproveAsync();
        var secret = await desk.PlainSecretAsync();
        desk.World.Clock.Advance(TimeSpan.FromDays(2));

        await desk.Node.DrainAsync();
        await desk.Node.DrainAsync();

        var gone = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        Assert.Equal((MailState.Cancelled, null), (gone.State, gone.ProtectedSecret));
        Assert.Contains("expired on", gone.LastAnswer);
        var ended = await desk.SecretAsync();
        Assert.Equal((false, false), (ended.WasMailed, ended.IsLive(desk.World.Now)));
        Assert.Equal(MailState.Sent, Assert.Single(await desk.World.MailsAsync<ClaimLinkSent>()).State);
        Assert.All(desk.Server.Mails.All, m => Assert.DoesNotContain(secret, Decoded(m)));
        await AssertToldAsync(desk);
    }

    [Fact]
    public async Task Without_a_person_who_could_claim_the_mail_fails_and_nothing_goes_in_clear()
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await using var gpg = new GnuPg(World.Start);
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, "ed25519", "cv25519", "1d")));
        await desk.ApproveAsync();
        await using (var db = desk.World.Database.CreateDbContext())
        {
            await db.PartnerMembers.Where(m => m.UserId == desk.World.Developer.UserId).ExecuteDeleteAsync();
        }

        desk.World.Clock.Advance(TimeSpan.FromDays(2));
        await desk.Node.DrainAsync();

        var failed = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        Assert.Equal(MailState.Failed, failed.State);
        Assert.Contains("could not be encrypted either", failed.LastAnswer);
        Assert.All(desk.Server.Mails.All, m => Assert.DoesNotContain("client_secret", Decoded(m)));
    }

    private static async Task AssertToldAsync(EncryptionDesk desk)
    {
        var notice = Assert.Single(await desk.World.MailsAsync<EncryptionKeyUnusable>());
        Assert.Equal(desk.World.Developer.Email, notice.RecipientAddress);
        var told = notice.Read<EncryptionKeyUnusable>();
        Assert.Contains("expired on 2026-11-24", told.Why);
        Assert.Contains(told.Fingerprint, Assert.Single(await desk.World.AuditAsync(AuditActions.EncryptionKeyUnusable)).Reason);
    }

    private static string Decoded(ReceivedMail mail)
    {
        using var message = mail.Parse();
        return $"{message.TextBody} {message.HtmlBody} {Encoding.ASCII.GetString(mail.Raw.Span)}";
    }
}
