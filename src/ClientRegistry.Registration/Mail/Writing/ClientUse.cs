using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Registration.Mail.Writing;

/// <summary>How a new client is used: the authorization-code flow as two samples that only need the secret filled in.</summary>
internal static class ClientUse
{
    public static IEnumerable<MailBlock> Samples(CredentialsIssued m, AuthorizationEndpoints endpoints)
    {
        if (endpoints.AuthorizationEndpoint is { } authorize)
            yield return new Facts([new Fact("Authorization endpoint", authorize.AbsoluteUri, IsExact: true)]);
        if (endpoints.TokenEndpoint is { } token)
            yield return new Facts([new Fact("Token endpoint", token.AbsoluteUri, IsExact: true)]);

        var redirect = m.RedirectUris.Count > 0 ? m.RedirectUris[0] : "";
        yield return new Sample(
            "1. Send the user's browser to (RFC 6749 section 4.1.1)",
            AuthorizationUrl(m, endpoints.AuthorizationEndpoint?.AbsoluteUri ?? "AUTHORIZATION_ENDPOINT", redirect));
        yield return new Sample(
            "2. Exchange the code that comes back for tokens (RFC 6749 section 4.1.3)",
            TokenRequest(m, endpoints.TokenEndpoint?.AbsoluteUri ?? "TOKEN_ENDPOINT", redirect));
        yield return new Paragraph(
            "STATE is a random value of your own that you compare when the user comes back."
            + (UsesPkce(m) ? " CHALLENGE is the base64url of the SHA-256 of VERIFIER, a random text of 43 to 128 characters (RFC 7636)." : "")
            + (endpoints.TokenEndpoint is null
                ? " The two endpoints are in the documentation of the API you want to use."
                : ""));
    }

    private static string AuthorizationUrl(CredentialsIssued m, string endpoint, string redirect)
    {
        var join = endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var lines = new List<string>
        {
            $"{endpoint}{join}response_type=code",
            $"&client_id={Uri.EscapeDataString(m.ClientId)}",
            $"&redirect_uri={Uri.EscapeDataString(redirect)}",
        };
        if (m.Scopes.Count > 0) lines.Add($"&scope={Uri.EscapeDataString(string.Join(' ', m.Scopes))}");
        lines.Add("&state=STATE");
        if (UsesPkce(m)) lines.Add("&code_challenge=CHALLENGE&code_challenge_method=S256");
        return string.Join('\n', lines);
    }

    private static string TokenRequest(CredentialsIssued m, string endpoint, string redirect)
    {
        var lines = new List<string> { $"curl {Quoted(endpoint)} \\" };
        lines.AddRange(m.TokenEndpointAuthMethod switch
        {
            TokenEndpointAuthMethods.None => [$"  --data-urlencode {Quoted($"client_id={m.ClientId}")} \\"],
            TokenEndpointAuthMethods.ClientSecretPost =>
            [
                $"  --data-urlencode {Quoted($"client_id={m.ClientId}")} \\",
                "  --data-urlencode \"client_secret=$CLIENT_SECRET\" \\",
            ],
            _ => new[] { $"  --user \"{m.ClientId}:$CLIENT_SECRET\" \\" },
        });
        lines.Add("  --data-urlencode 'grant_type=authorization_code' \\");
        lines.Add("  --data-urlencode 'code=CODE' \\");
        if (UsesPkce(m)) lines.Add("  --data-urlencode 'code_verifier=VERIFIER' \\");
        lines.Add($"  --data-urlencode {Quoted($"redirect_uri={redirect}")}");
        return string.Join('\n', lines);
    }

    private static bool UsesPkce(CredentialsIssued m) =>
        m.RequirePkce || m.TokenEndpointAuthMethod == TokenEndpointAuthMethods.None;

    /// <summary>For a POSIX shell: RFC 3986 allows an apostrophe in a redirect URI.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
