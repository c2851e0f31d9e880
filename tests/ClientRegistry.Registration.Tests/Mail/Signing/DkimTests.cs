using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Signing;
using ClientRegistry.Registration.Tests.Accounts;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Encryption;
using ClientRegistry.Testing.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace ClientRegistry.Registration.Tests.Mail.Signing;

/// <summary>The signature of the sender's domain, checked on the bytes that a mail server got.</summary>
public sealed class DkimTests : IDisposable
{
    private const string Nina = "nina@partner.example";

    private readonly OpenSsl _openssl = new(World.Start);

    [Theory]
    [InlineData("RSA")]
    [InlineData("ED25519")]
    public async Task Every_mail_is_signed_and_its_bytes_verify_against_the_published_record(string algorithm)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var dkim = await DkimAsync(algorithm);
        await using var node = new MailNode(world, server, configure: mail => mail.Dkim = dkim);
        await world.OweAsync(Nina, new PartnerApplicationReceived("Fäbrikam 🦊"));
        await world.OweAsync(Nina, new PasswordReset(Guid.CreateVersion7(), world.Now.AddHours(1)), MailWorld.Secret);

        await node.DrainAsync();

        Assert.Equal(2, server.Mails.All.Count);
        foreach (var received in server.Mails.All)
        {
            Assert.True(Ascii.IsValid(received.Raw.Span));
            using var message = received.Parse();
            var signature = string.Join(' ', message.Headers[HeaderId.DkimSignature]!.Split(
                (char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("d=registry.example; s=mail2026; c=relaxed/relaxed", signature);
            Assert.Contains($"t={world.Now.ToUnixTimeSeconds()}", signature);
            Assert.True(Verifies(message, RecordOf(dkim)));
        }
    }

    [Theory]
    [InlineData("Subject: ", "Subject: Re: ")]
    [InlineData("Hello Nina", "Hello Hina")]
    [InlineData("From: ", "From: evil@evil.example\r\nFrom: ")]
    [InlineData("Subject: ", "Subject: Buy\r\nSubject: ")]
    public async Task A_mail_that_was_changed_on_the_way_does_not_verify(string before, string after)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var dkim = await DkimAsync("RSA");
        await using var node = new MailNode(world, server, configure: mail => mail.Dkim = dkim);
        await world.OweAsync(Nina);
        await node.DrainAsync();

        var raw = Encoding.ASCII.GetString(Assert.Single(server.Mails.All).Raw.Span);
        var at = raw.IndexOf(before, StringComparison.Ordinal);
        var changed = string.Concat(raw.AsSpan(0, at), after, raw.AsSpan(at + before.Length));
        using var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.ASCII.GetBytes(changed)));

        Assert.False(Verifies(message, RecordOf(dkim)));
    }

    [Fact]
    public async Task OpenSSL_verifies_the_signature_over_what_the_standard_says_is_signed()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var dkim = await DkimAsync("RSA");
        await using var node = new MailNode(world, server, configure: mail => mail.Dkim = dkim);
        await world.OweAsync(Nina);
        await node.DrainAsync();

        var canonical = CanonicalMail.Of(Assert.Single(server.Mails.All).Raw.Span);
        Assert.Equal(canonical.BodyHash, Convert.ToBase64String(SHA256.HashData(canonical.Body)));
        var key = $"{dkim.PrivateKeyFile}.pub";
        await _openssl.OutputAsync("pkey", "-in", dkim.PrivateKeyFile!, "-pubout", "-out", key);
        await File.WriteAllBytesAsync($"{key}.signature", canonical.Signature);
        await File.WriteAllBytesAsync($"{key}.signed", canonical.Header);
        var told = await _openssl.OutputAsync(
            "dgst", "-sha256", "-verify", key, "-signature", $"{key}.signature", $"{key}.signed");
        Assert.Equal("Verified OK", Encoding.ASCII.GetString(told).Trim());
    }

    [Fact]
    public async Task An_encrypted_mail_is_signed_as_it_is_sent()
    {
        await using var world = await World.CreateAsync();
        await world.SetPasswordAsync(world.Developer, AccountWorld.Password);
        await using var server = SmtpTestServer.Start();
        var dkim = await DkimAsync("ED25519");
        await using var node = new MailNode(world, server, configure: mail => mail.Dkim = dkim);
        var certificate = (await _openssl.MakeCertificateAsync(world.Developer.Email)).Certificate;
        await world.PutEncryptionKey().RunAsync(
            new(await File.ReadAllTextAsync(certificate), null, AccountWorld.Password), world.Developer);
        await world.IssuedAsync();

        await node.DrainAsync();

        var encrypted = Assert.Single(
            server.Mails.All.Select(m => m.Parse()), m => m.Body!.ContentType.MimeType == "application/pkcs7-mime");
        Assert.True(Verifies(encrypted, RecordOf(dkim)));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_signed()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(world, server);
        await world.OweAsync(Nina);

        await node.DrainAsync();

        Assert.Null(Assert.Single(server.Mails.All).Parse().Headers[HeaderId.DkimSignature]);
    }

    [Theory]
    [InlineData("registry.example", "mail", "RSA", null)]
    [InlineData("example", "2026.mail", "ED25519", null)]
    [InlineData("registry.example", "", "RSA", "must be given together")]
    [InlineData("other.example", "mail", "RSA", "Mail:Dkim:Domain must be the domain of Mail:From or one above it")]
    [InlineData("gistry.example", "mail", "RSA", "Mail:Dkim:Domain must be the domain of Mail:From or one above it")]
    [InlineData("registry.example;", "mail", "RSA", "Mail:Dkim:Domain must be a domain")]
    [InlineData("registry.example", "a b", "RSA", "Mail:Dkim:Selector must be")]
    [InlineData("registry.example", "mail", "RSA-1024", "holds an RSA key of 1024 bits")]
    [InlineData("registry.example", "mail", "EC", "neither RSA nor Ed25519")]
    [InlineData("registry.example", "mail", "missing", "cannot be read")]
    [InlineData("registry.example", "mail", "public", "holds a public key")]
    [InlineData("registry.example", "mail", "garbage", "no private key")]
    public async Task The_start_is_refused_with_the_key_that_is_wrong(
        string domain, string selector, string key, string? fault)
    {
        var options = new MailOptions { From = "Registry <no-reply@registry.example>", Transport = MailTransport.Folder };
        options.Dkim = new DkimOptions { Domain = domain, Selector = selector, PrivateKeyFile = await KeyFileAsync(key) };

        var result = new MailOptionsRules().Validate(null, options);

        if (fault is null) Assert.True(result.Succeeded, result.FailureMessage);
        else Assert.Contains(fault, Assert.Single(result.Failures!));
    }

    public void Dispose() => _openssl.Dispose();

    private static bool Verifies(MimeMessage message, string record)
    {
        var header = message.Headers.Single(h => h.Id == HeaderId.DkimSignature);
        return new DkimVerifier(new OneRecord(record)).Verify(message, header);
    }

    private static string RecordOf(DkimOptions dkim)
    {
        var (name, text) = new DkimSignature(Options.Create(new MailOptions { Dkim = dkim }), TimeProvider.System).Record!.Value;
        Assert.Equal("mail2026._domainkey.registry.example", name);
        return text;
    }

    private async Task<DkimOptions> DkimAsync(string algorithm) => new()
    {
        Domain = "registry.example", Selector = "mail2026", PrivateKeyFile = await KeyFileAsync(algorithm),
    };

    private async Task<string> KeyFileAsync(string kind)
    {
        switch (kind)
        {
            case "RSA":
                return await _openssl.MakeKeyAsync("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
            case "RSA-1024":
                return await _openssl.MakeKeyAsync("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024");
            case "EC":
                return await _openssl.MakeKeyAsync("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
            case "missing":
                return "/nowhere/at-all.pem";
        }

        var file = await _openssl.MakeKeyAsync("-algorithm", "ED25519");
        if (kind == "public") await File.WriteAllBytesAsync(file, await _openssl.OutputAsync("pkey", "-in", file, "-pubout"));
        if (kind == "garbage") await File.WriteAllTextAsync(file, "garbage");
        return file;
    }

    private sealed class OneRecord(string record) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            GetPublicKey(record);

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(GetPublicKey(record));
    }
}
