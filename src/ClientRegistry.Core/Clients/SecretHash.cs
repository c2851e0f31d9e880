using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// Hashes of secrets: an algorithm marker, a colon, the rest. Secrets of full entropy get plain SHA-256, since a slow
/// hash buys nothing there and is a way to exhaust the processor (ASVS 6.5.2); secrets that a person may have chosen
/// get PBKDF2.
/// </summary>
public static class SecretHash
{
    /// <summary>Marker of a SHA-256 of a full-entropy secret: <c>sha256:BASE64</c>.</summary>
    public const string FastMarker = "sha256:";

    /// <summary>Marker of PBKDF2-HMAC-SHA512: <c>pbkdf2-sha512:ITERATIONS:SALT:HASH</c>, base64 twice.</summary>
    public const string SlowMarker = "pbkdf2-sha512:";

    /// <summary>Work factor of new slow hashes (OWASP's figure for PBKDF2-HMAC-SHA512).</summary>
    public const int Iterations = 210_000;

    private const int SaltLength = 16;
    private const int SlowLength = 32;

    /// <summary>For a secret of full entropy.</summary>
    /// <param name="secret">The secret in clear.</param>
    public static string Fast(string secret) =>
        FastMarker + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>For a secret that a person may have chosen.</summary>
    /// <param name="secret">The secret in clear.</param>
    public static string Slow(string secret)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = Derive(secret, salt, Iterations, SlowLength);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{SlowMarker}{Iterations}:{Convert.ToBase64String(salt)}:{Convert.ToBase64String(hash)}");
    }

    /// <summary>Whether checking against it is meant to be expensive.</summary>
    /// <param name="hash">A stored hash.</param>
    public static bool IsSlow(string hash) => hash.StartsWith(SlowMarker, StringComparison.Ordinal);

    /// <summary>Whether the text is a hash this class can check against.</summary>
    /// <param name="hash">Any text.</param>
    public static bool IsWellFormed([NotNullWhen(true)] string? hash) =>
        hash is not null && (TryReadFast(hash, out _) || TryReadSlow(hash, out _, out _, out _));

    /// <summary>Compares in constant time. An empty, missing or malformed hash never matches.</summary>
    /// <param name="secret">What was sent.</param>
    /// <param name="hash">What is stored.</param>
    public static bool Matches(string secret, string? hash)
    {
        if (string.IsNullOrEmpty(hash)) return false;
        if (TryReadFast(hash, out var expected))
            return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), expected);
        return TryReadSlow(hash, out var iterations, out var salt, out expected)
            && CryptographicOperations.FixedTimeEquals(Derive(secret, salt, iterations, expected.Length), expected);
    }

    private static byte[] Derive(string secret, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA512, length);

    /// <summary>Reads the digest out of a stored fast hash.</summary>
    /// <param name="hash">A stored hash.</param>
    /// <param name="expected">The SHA-256; empty on failure.</param>
    /// <returns>False when it is no well-formed fast hash.</returns>
    public static bool TryReadFast(string hash, out byte[] expected)
    {
        expected = [];
        return hash.StartsWith(FastMarker, StringComparison.Ordinal)
            && TryBase64(hash[FastMarker.Length..], SHA256.HashSizeInBytes, out expected);
    }

    private static bool TryReadSlow(string hash, out int iterations, out byte[] salt, out byte[] expected)
    {
        (iterations, salt, expected) = (0, [], []);
        if (!IsSlow(hash)) return false;

        var parts = hash[SlowMarker.Length..].Split(':');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out iterations)
            && iterations > 0
            && TryBase64(parts[1], SaltLength, out salt)
            && TryBase64(parts[2], SlowLength, out expected);
    }

    private static bool TryBase64(string text, int length, out byte[] bytes)
    {
        bytes = new byte[length];
        return text.Length == ((length + 2) / 3) * 4
            && Convert.TryFromBase64String(text, bytes, out var written) && written == length;
    }
}
