using System.Collections.Frozen;

namespace ClientRegistry.Core.Clients;

/// <summary>What path and query may not say, whatever the client.</summary>
internal static class RedirectUriPathRules
{
    // What an authorization server itself adds to the query: RFC 6749 sections 4.1.2, 4.1.2.1, 4.2.2 and 4.2.2.1, RFC 9207
    // section 2 (iss), OpenID Connect Core section 3.2.2.5 (id_token), Session Management section 3 (session_state), JARM
    // section 2.3 (response). Any case: some servers read names ignoring case.
    private static readonly FrozenSet<string> ResponseParameters = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "code", "state", "error", "error_description", "error_uri",
        "access_token", "token_type", "expires_in", "scope", "refresh_token",
        "iss", "id_token", "session_state", "response");

    public static void Check(ParsedRedirectUri uri, RedirectUriFindings findings)
    {
        if (uri.Path.Split('/').FirstOrDefault(HidesDotSegment) is { } segment)
        {
            // RFC 3986 section 5.2.4: whoever normalises it ends somewhere else than whoever compares it.
            findings.Refuse(RedirectUriCodes.DotSegment, segment,
                $"The path segment {UriCharacters.Quote(segment)} is a dot segment, which readers resolve "
                    + "differently; write the path it leads to.");
        }

        // Both separators: '&' is the form-urlencoded one, ';' is read as one by older servers.
        foreach (string parameter in (uri.Query ?? "").Split('&', ';'))
        {
            string name = parameter.Split('=')[0];
            if (!ResponseParameters.Contains(UriCharacters.DecodeFully(name))) continue;
            findings.Refuse(RedirectUriCodes.ResponseParameter, name,
                $"The query parameter {UriCharacters.Quote(name)} is one the authorization server adds to its "
                    + "response; give yours another name or remove it.");
            return;
        }
    }

    // Some servers cut a segment at ';' or take an encoded slash or backslash for a separator before they resolve dots.
    private static bool HidesDotSegment(string segment) =>
        UriCharacters.DecodeFully(segment).Split('/', '\\').Any(piece => piece.Split(';')[0] is "." or "..");
}
