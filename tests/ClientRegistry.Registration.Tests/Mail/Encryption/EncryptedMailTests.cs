using System.Text;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Secrets.Delivery;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Encryption;
using ClientRegistry.Testing.Smtp;
using MimeKit;

namespace ClientRegistry.Registration.Tests.Mail.Encryption;

/// <summary>Mails with credentials to somebody with a key on file, from the approval to the mail server and through the
/// programs of others.</summary>
public sealed class EncryptedMailTests
{
    private const string Dora = "Dora <dora@northwind.example>";

    [Theory]
    [InlineData("rsa2048", "rsa2048")]
    [InlineData("ed25519", "cv25519")]
    public async Task GnuPG_reads_credentials_that_came_by_SMTP(string sign, string encrypt)
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await using var gpg = new GnuPg(World.Start);
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, sign, encrypt)));

        await desk.ApproveAsync();
        var (received, owed) = await desk.SendAsync();

        using var message = received.Parse();
        var parts = Assert.IsAssignableFrom<Multipart>(message.Body);
        Assert.Equal("application/pgp-encrypted", parts.ContentType.Parameters["protocol"]);
        Assert.Equal("application/pgp-encrypted", parts[0].ContentType.MimeType);
        var read = await gpg.DecryptAsync(Content(Assert.IsAssignableFrom<MimePart>(parts[1])));
        // AES-256 is 9 (RFC 9580 section 9.3), with integrity protection.
        Assert.Contains("DECRYPTION_INFO 2 9", read.Error);
        Assert.Contains("GOODMDC", read.Error);
        Assert.DoesNotContain("COMPRESS", read.Error);
        await AssertCredentialsAsync(desk, received, owed, read.Output);
    }

    [Theory]
    [InlineData(null, OpenSsl.RsaMail, "rsaEncryption")]
    [InlineData("P-256", OpenSsl.CurveMail, "dhSinglePass-stdDH-sha256kdf-scheme")]
    public async Task OpenSSL_reads_credentials_that_came_by_SMTP(string? curve, string extensions, string algorithm)
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        using var openssl = new OpenSsl(World.Start);
        var identity = await openssl.MakeCertificateAsync(desk.World.Developer.Email, extensions, curve);
        await desk.PutAsync(await File.ReadAllTextAsync(identity.Certificate));

        await desk.ApproveAsync();
        var (received, owed) = await desk.SendAsync();

        var how = await openssl.DescribeAsync(received.Raw.ToArray());
        Assert.Contains("aes-256-cbc", how);
        Assert.Contains(algorithm, how);
        var read = await openssl.DecryptAsync(received.Raw.ToArray(), identity);
        await AssertCredentialsAsync(desk, received, owed, read.Output);
    }

    [Fact]
    public async Task A_claim_link_is_encrypted_too()
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await using var gpg = new GnuPg(World.Start);
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, "ed25519", "cv25519")));

        await desk.ApproveAsync(SecretRoute.ClaimLink);
        var (received, _) = await desk.SendAsync();

        using var message = received.Parse();
        var read = await gpg.DecryptAsync(Content((MimePart)((Multipart)message.Body!)[1]));
        using var inner = await MimeEntity.LoadAsync(new MemoryStream(read.Output));
        var text = ((TextPart)((Multipart)inner)[0]).Text;
        Assert.Contains("/claim", text);
        Assert.DoesNotContain("/claim", Encoding.ASCII.GetString(received.Raw.Span));
    }

    [Fact]
    public async Task Without_a_key_the_secret_goes_in_clear_and_is_marked_so_when_it_leaves()
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await desk.ApproveAsync();
        Assert.False((await desk.SecretAsync()).WasMailed);

        var (received, _) = await desk.SendAsync();

        Assert.Contains("client_secret", received.Parse().TextBody);
        Assert.True((await desk.SecretAsync()).WasMailed);
    }

    [Fact]
    public async Task Only_a_secret_of_the_client_that_a_mail_is_about_is_marked()
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await desk.ApproveAsync();
        var mailed = await desk.SecretAsync();
        var other = Client.Issue(
            "cr-p-other", desk.World.OtherPartner.Id, ClientEnvironment.Production, WorldRequests.Metadata, null, World.Start);
        other.Add(new ClientSecret(other, mailed.SecretId, mailed.Hash, "By chance", null, World.Start), World.Start);
        await desk.World.SaveAsync(other);

        await desk.SendAsync();

        var secrets = await desk.AllAsync<ClientSecret>();
        Assert.Equal([mailed.Id], secrets.Where(s => s.WasMailed).Select(s => s.Id));
    }

    [Fact]
    public async Task A_mail_that_left_in_clear_and_was_lost_stays_marked_although_it_goes_again_encrypted()
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await using var gpg = new GnuPg(World.Start);
        await desk.ApproveAsync();
        desk.Server.When(SmtpStep.EndOfData).Once().AfterAccepting().Drop();
        await desk.Node.DrainAsync();
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, "ed25519", "cv25519")));

        await desk.World.AdvanceToAsync((await desk.World.MailsAsync<CredentialsIssued>())[0].Id);
        await desk.Node.DrainAsync();

        Assert.Equal(2, desk.Server.Mails.All.Count(m => m.Recipients[0] == desk.World.Developer.Email
            && m.Parse().Headers["Message-ID"] == desk.Server.Mails.All[0].Parse().Headers["Message-ID"]));
        Assert.True((await desk.SecretAsync()).WasMailed);
    }

    [Fact]
    public async Task A_key_that_comes_after_the_approval_still_encrypts_the_mail()
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await using var gpg = new GnuPg(World.Start);
        await desk.ApproveAsync();
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, "ed25519", "cv25519")));

        var (received, _) = await desk.SendAsync();

        Assert.IsAssignableFrom<Multipart>(received.Parse().Body);
        Assert.Null(received.Parse().TextBody);
        Assert.False((await desk.SecretAsync()).WasMailed);
        var client = Assert.Single(await desk.AllAsync<Client>());
        var shown = await new ShowClient(desk.World.Database).RunAsync(client.ClientId, desk.World.Developer);
        var mark = Assert.Single(shown.Value!.Secrets);
        Assert.Equal((MailState.Sent, false, false), (mark.Mail, mark.WasMailed, mark.WantsReplacement));
    }

    [Fact]
    public async Task A_link_to_choose_a_new_password_reaches_also_who_has_lost_the_key()
    {
        await using var desk = await EncryptionDesk.OpenAsync();
        await using var gpg = new GnuPg(World.Start);
        await desk.PutAsync(await gpg.ExportAsync(await gpg.MakeKeyAsync(Dora, "ed25519", "cv25519")));
        await desk.Node.DrainAsync();

        await desk.World.OweAsync(
            desk.World.Developer.Email!,
            new PasswordReset(desk.World.Developer.UserId!.Value, desk.World.Now.AddHours(1)),
            MailWorld.Secret);
        await desk.Node.DrainAsync();

        Assert.Contains(MailWorld.Secret, desk.Server.Mails.All[^1].Parse().TextBody);
    }

    private static async Task AssertCredentialsAsync(
        EncryptionDesk desk, ReceivedMail received, OutgoingMail owed, byte[] decrypted)
    {
        using var outer = received.Parse();
        var secret = await desk.SecretAsync();
        Assert.Equal("Message from Client Registry", outer.Subject);
        Assert.Equal(owed.MessageId, outer.MessageId);
        Assert.Equal(owed.CreatedAt.ToUnixTimeSeconds(), outer.Date.ToUnixTimeSeconds());
        foreach (var hidden in new[] { "Order importer", secret.SecretId, "client_secret", "client_id" })
            Assert.DoesNotContain(hidden, Encoding.ASCII.GetString(received.Raw.Span));

        using var inner = await MimeEntity.LoadAsync(new MemoryStream(decrypted));
        var alternative = Assert.IsType<MultipartAlternative>(inner);
        Assert.Contains(secret.SecretId, ((TextPart)alternative[0]).Text);
        Assert.Contains(secret.SecretId, ((TextPart)alternative[1]).Text);
        Assert.StartsWith("Your credentials for Order importer", alternative.Headers[HeaderId.Subject]);
        Assert.Equal(outer.MessageId, MimeKit.Utils.MimeUtils.ParseMessageId(alternative.Headers[HeaderId.MessageId]!));
        Assert.Equal("cipher", alternative.ContentType.Parameters["hp"]);
        Assert.Contains(alternative.Headers, h => h is { Field: "HP-Outer", Value: "Subject: Message from Client Registry" });
        Assert.False(secret.WasMailed);
        Assert.Equal((MailState.Sent, null), (owed.State, owed.ProtectedSecret));
    }

    private static byte[] Content(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return content.ToArray();
    }
}
