using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Mail.Encryption;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Encryption;

namespace ClientRegistry.Registration.Tests.Mail.Encryption;

/// <summary>Which S/MIME certificates are taken, and what is said of the others. OpenSSL makes them.</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Dora = "dora@northwind.example";

    private readonly OpenSsl _openssl = new(World.Start);

    [Theory]
    [InlineData(null, OpenSsl.RsaMail)]
    [InlineData(null, "basicConstraints=CA:FALSE")]
    [InlineData("P-256", OpenSsl.CurveMail)]
    [InlineData("P-384", "extendedKeyUsage=anyExtendedKeyUsage")]
    public async Task A_certificate_that_can_encrypt_mail_is_taken_in_PEM_and_in_DER(string? curve, string extensions)
    {
        var made = await _openssl.MakeCertificateAsync(Dora, extensions, curve);
        var der = await _openssl.DerAsync(made);

        var pem = RecipientKeyReader.Read(await File.ReadAllBytesAsync(made.Certificate), World.Start);
        var facts = RecipientKeyReader.Read(der, World.Start).Value!.Facts;

        Assert.Equal(der, pem.Value!.Facts.Data);
        Assert.Equal(EncryptionKind.Smime, facts.Kind);
        Assert.Equal([Dora], facts.Addresses);
        Assert.Equal(World.Start.AddDays(364), facts.ExpiresAt);
        var told = Encoding.UTF8.GetString(
            await _openssl.OutputAsync("x509", "-in", made.Certificate, "-noout", "-fingerprint", "-sha256"));
        Assert.EndsWith(facts.Fingerprint, told.Trim().Replace(":", ""));
    }

    [Fact]
    public async Task The_address_is_found_in_the_subject_too()
    {
        var made = await _openssl.MakeCertificateAsync(null, subject: $"/CN=Dora/emailAddress={Dora}");

        Assert.Equal([Dora], (await ReadAsync(made)).Value!.Facts.Addresses);
        Assert.True((await ReadAsync(made)).Value!.Names("DORA@northwind.example"));
    }

    [Fact]
    public async Task An_expired_one_is_refused() =>
        Refused("expired on 2026-11-22", await ReadAsync(await _openssl.MakeCertificateAsync(Dora, days: 0)));

    [Fact]
    public async Task One_of_the_future_is_refused()
    {
        var made = await _openssl.MakeCertificateAsync(Dora);

        Refused(
            "not valid before",
            RecipientKeyReader.Read(await File.ReadAllBytesAsync(made.Certificate), World.Start.AddDays(-2)));
    }

    [Theory]
    [InlineData(null, "keyUsage=digitalSignature", "keyEncipherment")]
    [InlineData(null, "keyUsage=keyAgreement", "keyEncipherment")]
    [InlineData("P-256", "keyUsage=keyEncipherment", "keyAgreement")]
    [InlineData(null, "extendedKeyUsage=serverAuth", "emailProtection")]
    public async Task One_that_is_not_for_encrypting_mail_is_refused(string? curve, string extensions, string lacking) =>
        Refused($"lacks {lacking}", await ReadAsync(await _openssl.MakeCertificateAsync(Dora, extensions, curve)));

    [Fact]
    public async Task A_short_key_is_refused() =>
        Refused("1024 bits", await ReadAsync(await _openssl.MakeCertificateAsync(Dora, bits: 1024)));

    [Fact]
    public async Task A_private_key_is_refused_in_every_wrapping()
    {
        var made = await _openssl.MakeCertificateAsync(Dora);
        var certificate = await File.ReadAllBytesAsync(made.Certificate);
        var key = await File.ReadAllBytesAsync(made.PrivateKey);
        var locked = await _openssl.OutputAsync(
            "pkcs8", "-topk8", "-in", made.PrivateKey, "-passout", "pass:x", "-outform", "DER");

        foreach (var given in new[]
            {
                key,
                [.. certificate, .. key],
                Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(key).Replace("PRIVATE KEY", "CERTIFICATE")),
                await _openssl.OutputAsync("rsa", "-in", made.PrivateKey, "-traditional"),
                await _openssl.OutputAsync("rsa", "-in", made.PrivateKey, "-traditional", "-outform", "DER"),
                await _openssl.OutputAsync("pkey", "-in", made.PrivateKey, "-outform", "DER"),
                locked,
                await _openssl.Pkcs12Async(made),
            })
        {
            Refused("private key", RecipientKeyReader.Read(given, World.Start));
        }
    }

    [Fact]
    public async Task A_chain_is_refused()
    {
        var made = await File.ReadAllBytesAsync((await _openssl.MakeCertificateAsync(Dora)).Certificate);

        Refused("several certificates", RecipientKeyReader.Read([.. made, .. made], World.Start));
    }

    public void Dispose() => _openssl.Dispose();

    private static async Task<Outcome<RecipientKey>> ReadAsync(OpenSsl.Identity made) =>
        RecipientKeyReader.Read(await File.ReadAllBytesAsync(made.Certificate), World.Start);

    private static void Refused(string why, Outcome<RecipientKey> read)
    {
        Assert.False(read.Succeeded);
        Assert.Contains(why, read.Error.Message);
    }
}
