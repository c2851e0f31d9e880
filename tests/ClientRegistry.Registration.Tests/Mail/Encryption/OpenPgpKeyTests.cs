using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Mail.Encryption;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Encryption;

namespace ClientRegistry.Registration.Tests.Mail.Encryption;

/// <summary>Which OpenPGP keys are taken, and what is said of the others. GnuPG makes them.</summary>
public sealed class OpenPgpKeyTests : IAsyncDisposable
{
    private const string Dora = "Dora Ø. <dora@northwind.example>";

    private readonly GnuPg _gpg = new(World.Start.AddDays(-30));

    [Theory]
    [InlineData("rsa2048", "rsa3072")]
    [InlineData("ed25519", "cv25519")]
    [InlineData("nistp256", "nistp384")]
    public async Task A_key_that_can_encrypt_is_taken_in_armor_and_in_binary(string sign, string encrypt)
    {
        var fingerprint = await _gpg.MakeKeyAsync(Dora, sign, encrypt);

        var armored = Read(await _gpg.ExportAsync(fingerprint));
        var binary = RecipientKeyReader.Read(await _gpg.ExportBinaryAsync(fingerprint), World.Start);

        var facts = armored.Value!.Facts;
        Assert.Equal((EncryptionKind.OpenPgp, fingerprint, null), (facts.Kind, facts.Fingerprint, facts.ExpiresAt));
        Assert.Equal(["dora@northwind.example"], facts.Addresses);
        Assert.Equal(facts.Data, binary.Value!.Facts.Data);
        Assert.Equal(fingerprint, RecipientKeyReader.Read(facts.Data, World.Start).Value!.Facts.Fingerprint);
    }

    [Fact]
    public async Task Words_around_the_armor_are_passed_over()
    {
        var armored = await _gpg.ExportAsync(await _gpg.MakeKeyAsync(Dora, "ed25519", "cv25519"));

        Assert.True(Read($"My key, as we said:\r\n\r\n{armored.ReplaceLineEndings("\r\n")}\r\nBye\r\n").Succeeded);
    }

    [Fact]
    public async Task Its_end_is_told_and_after_that_it_is_refused()
    {
        var armored = await _gpg.ExportAsync(await _gpg.MakeKeyAsync(Dora, "ed25519", "cv25519", "90d"));

        var end = Read(armored).Value!.Facts.ExpiresAt!.Value;

        Assert.InRange(end, World.Start.AddDays(60).AddMinutes(-5), World.Start.AddDays(60).AddMinutes(5));
        Refused("expired on 2027-01-22", RecipientKeyReader.Read(Encoding.UTF8.GetBytes(armored), end));
        Refused("--quick-set-expire", RecipientKeyReader.Read(Encoding.UTF8.GetBytes(armored), end));
    }

    [Fact]
    public async Task A_part_that_has_expired_does_not_encrypt()
    {
        var fingerprint = await _gpg.MakeKeyAsync(Dora, "ed25519", encrypt: null);
        await _gpg.AddPartAsync(fingerprint, "cv25519", "encr", "20d");
        Refused("expired on", Read(await _gpg.ExportAsync(fingerprint)));

        await _gpg.AddPartAsync(fingerprint, "cv25519", "encr", "60d");

        Assert.Equal(
            World.Start.AddDays(30).Date, Read(await _gpg.ExportAsync(fingerprint)).Value!.Facts.ExpiresAt!.Value.Date);
    }

    [Fact]
    public async Task A_revoked_key_is_refused()
    {
        var fingerprint = await _gpg.MakeKeyAsync(Dora, "ed25519", "cv25519");
        await _gpg.RevokeAsync(fingerprint);

        Refused("revoked", Read(await _gpg.ExportAsync(fingerprint)));
    }

    [Fact]
    public async Task A_key_that_only_signs_is_refused()
    {
        Refused("sign but not encrypt", Read(await _gpg.ExportAsync(await _gpg.MakeKeyAsync(Dora, "ed25519", encrypt: null))));
    }

    [Fact]
    public async Task A_short_key_is_refused()
    {
        Refused("2048 bits", Read(await _gpg.ExportAsync(await _gpg.MakeKeyAsync(Dora, "rsa2048", "rsa1024"))));
    }

    [Fact]
    public async Task A_part_that_the_key_did_not_bind_itself_does_not_count()
    {
        // The encrypting part of one key behind the packets of another, whose bindings are then another's.
        var strangers = await _gpg.ExportBinaryAsync(await _gpg.MakeKeyAsync("Eve <eve@evil.example>", "ed25519", "cv25519"));
        var own = await _gpg.ExportBinaryAsync(await _gpg.MakeKeyAsync(Dora, "ed25519", encrypt: null));

        Refused("sign but not encrypt", RecipientKeyReader.Read([.. own, .. PartOf(strangers)], World.Start));
    }

    [Fact]
    public async Task A_private_key_is_refused_in_every_wrapping()
    {
        var fingerprint = await _gpg.MakeKeyAsync(Dora, "ed25519", "cv25519");
        var secret = await _gpg.ExportSecretAsync(fingerprint);
        var lines = secret.Split('\n').SkipWhile(l => l.Length > 0).Skip(1)
            .TakeWhile(l => !l.StartsWith('=') && !l.StartsWith('-'));
        var packets = Convert.FromBase64String(string.Concat(lines));
        var publicOne = await _gpg.ExportBinaryAsync(fingerprint);

        foreach (var given in new[]
            {
                Encoding.UTF8.GetBytes(secret),
                Encoding.UTF8.GetBytes($"see below\n\n{secret}"),
                Encoding.UTF8.GetBytes(secret.Replace("PRIVATE", "PUBLIC")),
                packets,
                [.. publicOne, .. packets],
                [.. Encoding.UTF8.GetBytes(await _gpg.ExportAsync(fingerprint)), .. Encoding.UTF8.GetBytes(secret)],
            })
        {
            Refused("private key", RecipientKeyReader.Read(given, World.Start));
            Refused("consider it leaked", RecipientKeyReader.Read(given, World.Start));
        }
    }

    [Fact]
    public async Task Several_keys_at_once_are_refused()
    {
        var first = await _gpg.MakeKeyAsync(Dora, "ed25519", "cv25519");
        var second = await _gpg.MakeKeyAsync("Eve <eve@evil.example>", "ed25519", "cv25519");

        Refused("several", Read(await _gpg.ExportAsync(first) + await _gpg.ExportAsync(second)));
        Refused(
            "several",
            RecipientKeyReader.Read(
                [.. await _gpg.ExportBinaryAsync(first), .. await _gpg.ExportBinaryAsync(second)], World.Start));
    }

    [Fact]
    public async Task What_is_damaged_at_any_place_is_refused_or_read_and_never_throws()
    {
        var key = await _gpg.ExportBinaryAsync(await _gpg.MakeKeyAsync(Dora, "ed25519", "cv25519"));
        var random = new Random(7);

        for (var i = 0; i < 500; i++)
        {
            var damaged = key.ToArray();
            damaged[random.Next(key.Length)] ^= (byte)(1 << random.Next(8));
            var read = RecipientKeyReader.Read(damaged, World.Start);
            if (!read.Succeeded) Assert.NotEmpty(read.Error.Message);
            Assert.False(RecipientKeyReader.Read(key[..random.Next(key.Length / 2)], World.Start).Succeeded);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----")]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n!!!!\n-----END PGP PUBLIC KEY BLOCK-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    [InlineData("0")]
    public void Garbage_is_refused(string given) => Refused("neither an OpenPGP public key nor", Read(given));

    [Fact]
    public void What_is_too_long_is_refused_unread()
    {
        Refused("64 KiB", RecipientKeyReader.Read(new byte[EncryptionKey.DataLength + 1], World.Start));
    }

    [Fact]
    public async Task Very_many_parts_are_refused()
    {
        var key = await _gpg.ExportBinaryAsync(await _gpg.MakeKeyAsync(Dora, "ed25519", "cv25519"));
        // User ids of one octet.
        var many = Enumerable.Repeat(new byte[] { 0xCD, 1, (byte)'x' }, 501).SelectMany(p => p);

        Refused("parts", RecipientKeyReader.Read([.. key, .. many], World.Start));
    }

    public ValueTask DisposeAsync() => _gpg.DisposeAsync();

    private static Outcome<RecipientKey> Read(string text) =>
        RecipientKeyReader.Read(Encoding.UTF8.GetBytes(text), World.Start);

    private static void Refused(string why, Outcome<RecipientKey> read)
    {
        Assert.False(read.Succeeded);
        Assert.Contains(why, read.Error.Message);
    }

    /// <summary>From the subkey packet (tag 14, old format) on.</summary>
    private static byte[] PartOf(byte[] key)
    {
        var at = 0;
        while ((key[at] & 0x3C) >> 2 != 14)
        {
            var lengthOfLength = 1 << (key[at] & 3);
            var length = key.AsSpan(at + 1, lengthOfLength).ToArray().Aggregate(0, (sum, octet) => (sum << 8) + octet);
            at += 1 + lengthOfLength + length;
        }

        return key[at..];
    }
}
