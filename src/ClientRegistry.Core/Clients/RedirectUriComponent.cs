namespace ClientRegistry.Core.Clients;

/// <summary>One component in which two URIs differ.</summary>
/// <param name="Weight">How far apart it puts them: a letter's case little, another host much.</param>
/// <param name="Text">The difference in words, without a full stop.</param>
internal sealed record RedirectUriComponent(int Weight, string Text)
{
    private const int Far = 4;

    /// <summary>The components that differ, from left to right. Nothing is decoded or folded before it is compared.</summary>
    public static IReadOnlyList<RedirectUriComponent> Differing(ParsedRedirectUri asked, ParsedRedirectUri registered, bool anyPort)
    {
        var differing = new List<RedirectUriComponent>();
        Compare("scheme", asked.Scheme, registered.Scheme, 6, null);
        Compare("user-info", asked.UserInfo, registered.UserInfo, 8, null);
        Compare("host", asked.Host, registered.Host, 16, HostHint(asked.Host, registered.Host));

        // RFC 8252 section 7.3: for a native application's loopback address, any port that is one.
        bool portIsFree = anyPort && registered.Scheme == "http" && RedirectUriSchemeRules.IsLoopbackLiteral(registered.Host)
            && (asked.Port is null || RedirectUriHostRules.IsPort(asked.Port));
        if (!portIsFree) Compare("port", asked.Port, registered.Port, 3, PortHint(asked, registered));
        Compare("path", asked.Path, registered.Path, 8, PathHint(asked.Path, registered.Path));
        Compare("query", asked.Query, registered.Query, 5, QueryHint(asked.Query, registered.Query));
        Compare("fragment", asked.Fragment, registered.Fragment, 2, "a redirect URI has no fragment");
        return differing;

        void Compare(string name, string? left, string? right, int weight, string? hint)
        {
            if (left == right) return;
            hint ??= left is null || right is null ? null : Hint(left, right);
            int reached = hint is null || left is null || right is null ? weight : Math.Max(1, weight / Far);
            (string shownLeft, string shownRight) = QuoteBoth(left, right);
            string text = $"{name} differs: asked {shownLeft}, registered {shownRight}";
            differing.Add(new RedirectUriComponent(reached, hint is null ? text : $"{text} ({hint})"));
        }
    }

    /// <summary>Two texts in quotes; when they are long, cut around the first place where they differ.</summary>
    public static (string Left, string Right) QuoteBoth(string? left, string? right)
    {
        const int window = 100;
        if (left is null || right is null || Math.Max(left.Length, right.Length) <= window) return (Show(left), Show(right));
        int from = Math.Max(0, left.AsSpan().CommonPrefixLength(right) - (window / 5));
        string lead = from == 0 ? "" : $"from character {from + 1} on ";
        return (lead + Show(left[from..]), lead + Show(right[from..]));

        static string Show(string? text) => text is null ? "none" : UriCharacters.Quote(text);
    }

    private static string? Hint(string asked, string registered)
    {
        if (asked.Equals(registered, StringComparison.OrdinalIgnoreCase))
        {
            return UpperCaseEscapes(asked) == UpperCaseEscapes(registered)
                ? "only the case of a percent-escape differs"
                : "only upper and lower case differ";
        }

        if (UriCharacters.DecodeFully(asked) == UriCharacters.DecodeFully(registered)) return "only the percent-encoding differs";
        return null;
    }

    private static string? PathHint(string asked, string registered)
    {
        if (asked == registered + "/") return "one trailing slash too many";
        if (asked + "/" == registered) return "the trailing slash is missing";
        if (registered.Length > 1 && asked.StartsWith(registered, StringComparison.Ordinal))
            return $"{UriCharacters.Quote(asked[registered.Length..])} too many at its end";
        if (asked.Length > 1 && registered.StartsWith(asked, StringComparison.Ordinal))
            return $"{UriCharacters.Quote(registered[asked.Length..])} missing at its end";
        return null;
    }

    private static string? HostHint(string? asked, string? registered)
    {
        if (asked is null || registered is null) return null;
        if (asked == "www." + registered) return "'www.' too many";
        if ("www." + asked == registered) return "'www.' is missing";
        return IsLoopback(asked) && IsLoopback(registered) && !asked.Equals(registered, StringComparison.OrdinalIgnoreCase)
            ? "both mean this machine, but they are compared as written"
            : null;

        static bool IsLoopback(string host) =>
            RedirectUriSchemeRules.IsLoopbackLiteral(host) || RedirectUriSchemeRules.IsLocalhostName(host);
    }

    private static string? PortHint(ParsedRedirectUri asked, ParsedRedirectUri registered)
    {
        string standard = registered.HasScheme("http") ? "80" : "443";
        bool same = (asked.Port ?? standard) == (registered.Port ?? standard) && asked.HasScheme(registered.Scheme)
            && RedirectUriSchemeRules.IsWeb(registered);
        return same ? "the default port counts as written" : null;
    }

    private static string? QueryHint(string? asked, string? registered)
    {
        if (asked is null || registered is null) return null;
        string[] sent = asked.Split('&');
        string[] known = registered.Split('&');
        string[] extra = [.. sent.Except(known, StringComparer.Ordinal)];
        string[] missing = [.. known.Except(sent, StringComparer.Ordinal)];
        if (extra.Length == 0 && missing.Length == 0)
            return sent.Length == known.Length ? "the same parameters in another order" : "a repeated parameter";
        if (missing.Length == 0) return $"{UriCharacters.Quote(string.Join('&', extra))} too many";
        return extra.Length == 0 ? $"{UriCharacters.Quote(string.Join('&', missing))} missing" : null;
    }

    // The hexadecimal digits of escapes in one case, all else as it stood (RFC 3986 section 6.2.2.1).
    private static string UpperCaseEscapes(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (!UriCharacters.IsEscapeAt(characters, i)) continue;
            characters[i + 1] = char.ToUpperInvariant(characters[i + 1]);
            characters[i + 2] = char.ToUpperInvariant(characters[i + 2]);
        }

        return new string(characters);
    }
}
