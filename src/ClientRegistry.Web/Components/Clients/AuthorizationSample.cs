using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration;

namespace ClientRegistry.Web.Components.Clients;

/// <summary>
/// An authorization request and the token request that follows it, ready to try: with a state and a PKCE pair of their own
/// (RFC 7636). No secret stands in them; the shell's variable <c>CLIENT_SECRET</c> does.
/// </summary>
/// <param name="clientId">The protocol identifier.</param>
/// <param name="metadata">What is registered.</param>
/// <param name="endpoints">Where the authorization server listens.</param>
internal sealed class AuthorizationSample(string clientId, ClientMetadata metadata, AuthorizationEndpoints endpoints)
{
    /// <summary>Stands where an address is not configured.</summary>
    public const string UnknownServer = "https://authorization-server.invalid";

    private readonly string _state = RandomText.Base32(16);

    /// <summary>Goes with the token request: 52 unreserved characters (RFC 7636 section 4.1 asks for 43 to 128).</summary>
    public string CodeVerifier { get; } = RandomText.Base32(52);

    /// <summary>The registered redirect URI to use.</summary>
    public string RedirectUri { get; set; } = metadata.RedirectUris is [var first, ..] ? first : "";

    /// <summary>The scopes to ask for; all that are granted, to begin with.</summary>
    public HashSet<string> Scopes { get; } = [.. metadata.Scopes];

    /// <summary>Whether both addresses are known.</summary>
    public bool IsComplete => endpoints is { AuthorizationEndpoint: not null, TokenEndpoint: not null };

    /// <summary>Where to send the user's browser (RFC 6749 section 4.1.1).</summary>
    public string AuthorizationUrl
    {
        get
        {
            var endpoint = endpoints.AuthorizationEndpoint?.AbsoluteUri ?? $"{UnknownServer}/authorize";
            (string Name, string Value)[] parameters =
            [
                (OAuthParameters.ResponseType, ResponseTypes.Code),
                (OAuthParameters.ClientId, clientId),
                (OAuthParameters.RedirectUri, RedirectUri),
                (OAuthParameters.Scope, string.Join(' ', metadata.Scopes.Where(Scopes.Contains))),
                (OAuthParameters.State, _state),
                (OAuthParameters.CodeChallenge, Challenge),
                (OAuthParameters.CodeChallengeMethod, CodeChallengeMethods.S256),
            ];
            var query = string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
            return $"{endpoint}{(endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        }
    }

    /// <summary>How the code becomes a token (RFC 6749 section 4.1.3), for a shell.</summary>
    public string TokenRequest
    {
        get
        {
            List<string> lines =
            [
                $"curl {Quote(endpoints.TokenEndpoint?.AbsoluteUri ?? $"{UnknownServer}/token")}",
                .. Authentication,
                $"--data-urlencode {Quote("grant_type=" + GrantTypes.AuthorizationCode)}",
                "--data-urlencode \"code=$CODE\"",
                $"--data-urlencode {Quote($"{OAuthParameters.RedirectUri}={RedirectUri}")}",
                $"--data-urlencode {Quote($"code_verifier={CodeVerifier}")}",
            ];
            return string.Join(" \\\n  ", lines);
        }
    }

    // RFC 7636 section 4.2.
    private string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));

    private IEnumerable<string> Authentication => metadata.TokenEndpointAuthMethod switch
    {
        TokenEndpointAuthMethods.None => [$"--data-urlencode {Quote($"{OAuthParameters.ClientId}={clientId}")}"],
        TokenEndpointAuthMethods.ClientSecretPost =>
        [
            $"--data-urlencode {Quote($"{OAuthParameters.ClientId}={clientId}")}",
            "--data-urlencode \"client_secret=$CLIENT_SECRET\"",
        ],
        _ => [$"--user {Quote(clientId)}:\"$CLIENT_SECRET\""],
    };

    /// <summary>For a POSIX shell: nothing between single quotes means anything, but the single quote.</summary>
    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
