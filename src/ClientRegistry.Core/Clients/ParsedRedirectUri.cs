using System.Diagnostics.CodeAnalysis;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// A URI cut into the components of RFC 3986 section 3, each exactly as it stood: nothing is decoded, folded, trimmed or
/// forgiven. Cutting judges only the scheme; whether the rest may stand is for <see cref="RedirectUriPolicy"/>.
/// </summary>
public sealed record ParsedRedirectUri
{
    private ParsedRedirectUri(string original, string scheme)
    {
        Original = original;
        Scheme = scheme;
    }

    /// <summary>The whole URI, to the character.</summary>
    public string Original { get; }

    /// <summary>The scheme without its colon, in the case it was written; never empty.</summary>
    public string Scheme { get; }

    /// <summary>What stands between <c>//</c> and the path; null when there is no <c>//</c>, empty when nothing follows it.</summary>
    public string? Authority { get; private init; }

    /// <summary>What stands before the last <c>@</c> of the authority; null when there is no <c>@</c>.</summary>
    public string? UserInfo { get; private init; }

    /// <summary>
    /// The host in the case it was written, an IPv6 literal with its brackets; null when there is no authority, and empty
    /// for <c>https:///cb</c>.
    /// </summary>
    public string? Host { get; private init; }

    /// <summary>What follows the host's colon; null without a colon, empty when nothing follows it.</summary>
    public string? Port { get; private init; }

    /// <summary>The path with its leading slash if it has one; may be empty.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The query without its question mark; null without one.</summary>
    public string? Query { get; private init; }

    /// <summary>The fragment without its number sign; null without one, empty when nothing follows it.</summary>
    public string? Fragment { get; private init; }

    /// <summary>Whether the scheme is this one; schemes ignore case (RFC 3986 section 3.1).</summary>
    /// <param name="scheme">A scheme without its colon.</param>
    public bool HasScheme(string scheme) => string.Equals(Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Cuts a URI into its components.</summary>
    /// <param name="value">What was given; null is allowed and is not a URI.</param>
    /// <param name="parsed">The components; null on failure.</param>
    /// <returns>False exactly when there is no scheme and colon at the start (RFC 3986 section 3.1).</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out ParsedRedirectUri? parsed)
    {
        parsed = null;
        int colon = value is null ? -1 : UriCharacters.SchemeLength(value);
        if (colon < 0) return false;

        // RFC 3986 section 3: the fragment is cut first, then the query, so that neither can lend characters to the authority.
        string rest = value![(colon + 1)..];
        (rest, string? fragment) = Cut(rest, '#');
        (rest, string? query) = Cut(rest, '?');
        string? authority = null;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            authority = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
        }

        (string? userInfo, string? host, string? port) = authority is null ? default : CutAuthority(authority);
        parsed = new ParsedRedirectUri(value, value[..colon])
        {
            Authority = authority,
            UserInfo = userInfo,
            Host = host,
            Port = port,
            Path = rest,
            Query = query,
            Fragment = fragment,
        };
        return true;
    }

    /// <summary>
    /// Whether this is an <c>absolute-URI</c> of RFC 3986 section 4.3 as far as its alphabet tells: a scheme, only the
    /// characters of RFC 3986 section 2, whole percent-escapes and no fragment. Allocates nothing.
    /// </summary>
    /// <param name="value">What was asked with; any text.</param>
    public static bool IsAbsoluteUri(ReadOnlySpan<char> value)
    {
        int colon = UriCharacters.SchemeLength(value);
        if (colon < 0) return false;
        for (int i = colon + 1; i < value.Length; i++)
        {
            // '#' is the one reserved character that ends an absolute-URI (RFC 3986 section 4.3; RFC 6749 section 3.1.2).
            bool good = value[i] == '%'
                ? UriCharacters.IsEscapeAt(value, i)
                : value[i] is '[' or ']' || UriCharacters.IsQueryCharacter(value[i]);
            if (!good) return false;
        }

        return true;
    }

    private static (string? UserInfo, string Host, string? Port) CutAuthority(string authority)
    {
        // The last '@', as browsers do: whatever stands before it is not the host (RFC 3986 section 3.2.1).
        int at = authority.LastIndexOf('@');
        string? userInfo = at < 0 ? null : authority[..at];
        string hostAndPort = authority[(at + 1)..];
        // The colons inside an IP literal are not the port's (RFC 3986 section 3.2.2); an unclosed bracket is all host.
        int literal = hostAndPort.StartsWith('[') ? hostAndPort.IndexOf(']', StringComparison.Ordinal) : 0;
        int colon = literal < 0 ? -1 : hostAndPort.IndexOf(':', literal);
        return colon < 0
            ? (userInfo, hostAndPort, null)
            : (userInfo, hostAndPort[..colon], hostAndPort[(colon + 1)..]);
    }

    private static (string Before, string? After) Cut(string text, char at)
    {
        int index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}
