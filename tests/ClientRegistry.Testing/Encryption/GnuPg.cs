using System.Globalization;

namespace ClientRegistry.Testing.Encryption;

/// <summary>GnuPG's own program with a home of its own, where it makes keys and reads what was encrypted to them.</summary>
public sealed class GnuPg : IAsyncDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("gpg-").FullName;
    private readonly DateTimeOffset _now;

    /// <summary>An empty key ring.</summary>
    /// <param name="now">The time it believes it is.</param>
    public GnuPg(DateTimeOffset now) => _now = now;

    /// <summary>Makes a key that signs, and a part of it that encrypts.</summary>
    /// <param name="userId">Whom it names.</param>
    /// <param name="sign">Algorithm that signs.</param>
    /// <param name="encrypt">Algorithm that encrypts; null for a key that only signs.</param>
    /// <param name="expires">When it ends, as the program understands it.</param>
    /// <returns>Its fingerprint.</returns>
    public async Task<string> MakeKeyAsync(
        string userId, string sign = "rsa2048", string? encrypt = "rsa2048", string expires = "never")
    {
        await RunAsync("--quick-generate-key", userId, sign, "sign,cert", expires);
        var fingerprint = await FingerprintAsync(userId);
        if (encrypt is not null) await AddPartAsync(fingerprint, encrypt, "encr", expires);
        return fingerprint;
    }

    /// <summary>Adds a part to a key.</summary>
    public Task AddPartAsync(string fingerprint, string algorithm, string usage, string expires = "never") =>
        RunAsync("--quick-add-key", fingerprint, algorithm, usage, expires);

    /// <summary>Revokes a key, with the certificate that was made together with it.</summary>
    public async Task RevokeAsync(string fingerprint)
    {
        var file = Path.Combine(_home, "openpgp-revocs.d", $"{fingerprint}.rev");
        // The program puts a colon before the armor, so that nobody imports it by accident.
        var armor = (await File.ReadAllTextAsync(file)).Replace(":-----BEGIN", "-----BEGIN");
        await RunAsync(System.Text.Encoding.UTF8.GetBytes(armor), "--import");
    }

    /// <summary>The public key in armor.</summary>
    public async Task<string> ExportAsync(string fingerprint) =>
        (await RunAsync("--armor", "--export", fingerprint)).Text;

    /// <summary>The public key in binary.</summary>
    public async Task<byte[]> ExportBinaryAsync(string fingerprint) =>
        (await RunAsync("--export", fingerprint)).Output;

    /// <summary>The private key in armor.</summary>
    public async Task<string> ExportSecretAsync(string fingerprint) =>
        (await RunAsync("--armor", "--export-secret-keys", fingerprint)).Text;

    /// <summary>Decrypts.</summary>
    /// <returns>The content, and in the error text what the program tells of the way.</returns>
    public Task<ForeignAnswer> DecryptAsync(byte[] encrypted) => RunAsync(encrypted, "--status-fd", "2", "--decrypt");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ForeignProgram.AskAsync("gpgconf", _home, null, Environment, ["--kill", "all"]);
        Directory.Delete(_home, recursive: true);
    }

    private Dictionary<string, string> Environment => new() { ["GNUPGHOME"] = _home, ["LC_ALL"] = "C.UTF-8" };

    private async Task<string> FingerprintAsync(string userId)
    {
        var listed = (await RunAsync("--with-colons", "--list-keys", $"={userId}")).Text;
        return listed.Split('\n').First(l => l.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];
    }

    private Task<ForeignAnswer> RunAsync(params string[] arguments) => RunAsync(input: null, arguments);

    private Task<ForeignAnswer> RunAsync(byte[]? input, params string[] arguments)
    {
        var time = _now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'!'", CultureInfo.InvariantCulture);
        return ForeignProgram.RunAsync(
            "gpg",
            _home,
            input,
            Environment,
            ["--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", "--ignore-time-conflict", "--faked-system-time", time, .. arguments]);
    }
}
