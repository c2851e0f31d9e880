using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// A client secret in clear, for the moments between its making and its mail. It does not print, log or serialise
/// itself; who needs the text asks for it by name.
/// </summary>
/// <remarks>
/// Form: <c>crs_</c>, 12 characters of public secret id, <c>_</c>, 43 characters base64url of 32 random bytes, 7
/// characters base32 of a checksum over all before (the first four bytes of its SHA-256). Fixed prefix and checksum let leak scanners find it without false
/// alarms; unreserved characters only, so that raw and form-encoded Basic are the same (RFC 6749 section 2.3.1).
/// </remarks>
[JsonConverter(typeof(RefusingConverter))]
public sealed class PlainClientSecret
{
    /// <summary>What every generated secret begins with.</summary>
    public const string Prefix = "crs_";

    private const int SecretIdLength = 12;
    private const int ChecksumLength = 7;
    private readonly string _text;

    private PlainClientSecret(string text, string secretId)
    {
        _text = text;
        SecretId = secretId;
    }

    /// <summary>The public part, safe to show and to log.</summary>
    public string SecretId { get; }

    /// <summary>Makes a new one: 256 bits from the system's generator.</summary>
    public static PlainClientSecret Generate()
    {
        var secretId = RandomText.Base32(SecretIdLength);
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        var body = $"{Prefix}{secretId}_{Base64Url.EncodeToString(random)}";
        CryptographicOperations.ZeroMemory(random);
        return new PlainClientSecret(body + Checksum(body), secretId);
    }

    /// <summary>Whether a text has the form and checksum of a generated secret; says nothing about whose it is.</summary>
    /// <param name="text">Any text.</param>
    public static bool HasForm(string text)
    {
        const int length = 4 + SecretIdLength + 1 + 43 + ChecksumLength;
        return text.Length == length
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.EndsWith(Checksum(text[..^ChecksumLength]), StringComparison.Ordinal);
    }

    /// <summary>The secret itself: for its hash, its mail and its one showing.</summary>
    public string Reveal() => _text;

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"client secret {SecretId} (redacted)";

    private static string Checksum(string body) =>
        RandomText.ToBase32(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 4));

    [SuppressMessage("Performance", "CA1812", Justification = "Made by the serializer.")]
    private sealed class RefusingConverter : JsonConverter<PlainClientSecret>
    {
        public override PlainClientSecret Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw Refuse();

        public override void Write(
            Utf8JsonWriter writer, PlainClientSecret value, JsonSerializerOptions options) => throw Refuse();

        private static NotSupportedException Refuse() => new("A client secret is never serialised.");
    }
}
