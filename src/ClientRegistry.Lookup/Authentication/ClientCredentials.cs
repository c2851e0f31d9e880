using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Http;

namespace ClientRegistry.Lookup.Authentication;

/// <summary>What a client sent to the token endpoint to prove who it is. Does not print or serialise its secret.</summary>
internal sealed class ClientCredentials
{
    internal static readonly string[] Names =
        ["authorization", OAuthParameters.ClientId, OAuthParameters.ClientSecret];

    private ClientCredentials(string clientId, string? secret, string method)
    {
        ClientId = clientId;
        Secret = secret;
        Method = method;
    }

    /// <summary>Who it says it is.</summary>
    public string ClientId { get; }

    /// <summary>The secret in clear; null when none was sent.</summary>
    internal string? Secret { get; }

    /// <summary>How it was sent, of <see cref="TokenEndpointAuthMethods"/>; <c>none</c> when there was no secret in a body.</summary>
    public string Method { get; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"credentials of {ClientId} (redacted)";

    /// <summary>Reads what was sent.</summary>
    /// <param name="sent">The parameters of the body.</param>
    /// <param name="credentials">Who it says it is, and with what proof.</param>
    /// <param name="refusal">Why not.</param>
    internal static bool TryRead(
        WireParameters sent,
        [NotNullWhen(true)] out ClientCredentials? credentials,
        [NotNullWhen(false)] out AuthenticationRefusal? refusal)
    {
        (credentials, refusal) = (null, null);
        var (header, clientId, secret) = (sent[0], sent[1], sent[2]);

        // RFC 6749 section 3.2: request parameters must not be included more than once.
        if (sent.HasRepeated) refusal = AuthenticationRefusal.ParameterRepeated;

        // RFC 6749 section 2.3: not more than one authentication method in a request.
        else if (header is not null && secret is not null) refusal = AuthenticationRefusal.MultipleMethods;
        else if (header is null && clientId is null) refusal = AuthenticationRefusal.ClientIdMissing;
        else if (header is null) credentials = FromBody(clientId!, secret);
        else if (!TryReadBasic(header, out credentials)) refusal = AuthenticationRefusal.CredentialsMalformed;
        else if (clientId is not null && clientId != credentials.ClientId)
            (credentials, refusal) = (null, AuthenticationRefusal.MultipleMethods);
        return refusal is null;
    }

    /// <summary>Credentials as they stand in a body.</summary>
    /// <param name="clientId">Who it says it is.</param>
    /// <param name="secret">The secret in clear; null when none was sent.</param>
    public static ClientCredentials FromBody(string clientId, string? secret) => new(
        clientId, secret, secret is null ? TokenEndpointAuthMethods.None : TokenEndpointAuthMethods.ClientSecretPost);

    // RFC 6749 section 2.3.1: base64 of form-urlencoded id, colon, form-urlencoded secret. RFC 7617 section 2.
    private static bool TryReadBasic(string header, [NotNullWhen(true)] out ClientCredentials? credentials)
    {
        const string scheme = "Basic ";
        credentials = null;
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;

        // RFC 9110 section 11.4: one or more blanks; nothing else that a lenient decoder would skip.
        var token = header.AsSpan(scheme.Length).TrimStart(' ');
        if (token.IsEmpty || !Ascii.IsValid(token) || token.ContainsAny(" \t\r\n")) return false;

        var rented = ArrayPool<byte>.Shared.Rent(token.Length * 2);
        try
        {
            var octets = rented.AsSpan(0, token.Length);
            var decoded = rented.AsSpan(token.Length);
            Encoding.ASCII.GetBytes(token, octets);
            return Base64.DecodeFromUtf8(octets, decoded, out _, out var length) == OperationStatus.Done
                && TryReadPair(decoded[..length], out credentials);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static bool TryReadPair(ReadOnlySpan<byte> pair, [NotNullWhen(true)] out ClientCredentials? credentials)
    {
        credentials = null;
        var colon = pair.IndexOf((byte)':');
        if (colon < 1
            || !PercentEncoding.TryDecode(pair[..colon], plusIsSpace: true, out var clientId)
            || !PercentEncoding.TryDecode(pair[(colon + 1)..], plusIsSpace: true, out var secret)) return false;

        // RFC 6749 section 2.3.1: an empty secret may be left out, so it says as much as none.
        credentials = new ClientCredentials(
            clientId, secret.Length == 0 ? null : secret, TokenEndpointAuthMethods.ClientSecretBasic);
        return true;
    }
}
