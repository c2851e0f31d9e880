namespace ClientRegistry.Core.Clients;

/// <summary>What a person should look at before a redirect URI that breaks no rule is approved.</summary>
internal static class RedirectUriWarnings
{
    public static void Check(ParsedRedirectUri uri, RedirectUriContext context, RedirectUriFindings findings)
    {
        if (uri.Host is not { } host) return;
        bool web = RedirectUriSchemeRules.IsWeb(uri);
        if (!web)
        {
            // RFC 8252 section 7.1: there is no naming authority, so one slash; what follows two is read as a host.
            findings.Warn(RedirectUriCodes.PrivateUseTwoSlashes, uri.Scheme + "://",
                $"The part {UriCharacters.Quote(uri.Scheme + "://")} has two slashes, so {UriCharacters.Quote(host)} "
                    + $"is read as a host; write {UriCharacters.Quote(uri.Scheme + ":/")} with one, unless your "
                    + "application needs it so.");
        }

        CheckPunycode(host, findings);
        if (!web || RedirectUriSchemeRules.IsLoopbackLiteral(host) || RedirectUriSchemeRules.IsLocalhostName(host)) return;
        CheckSeen(host, context, findings);
        CheckSuffix(host, findings);
        CheckMetadata(host, context, findings);
    }

    private static void CheckPunycode(string host, RedirectUriFindings findings)
    {
        if (!Punycode.IsIn(host)) return;

        // RFC 3490 section 10, RFC 5890 section 4.4: letters of one script are taken for those of another.
        findings.Warn(RedirectUriCodes.PunycodeHost, host, Punycode.Decode(host) is { } shown
            ? $"The host {UriCharacters.Quote(host)} is shown to people as '{shown}', which may look like another "
                + "name; make sure that it is the one meant."
            : $"The host {UriCharacters.Quote(host)} has a label that begins with 'xn--' and decodes to no readable "
                + "name; make sure that it is the one meant.");
    }

    private static void CheckSeen(string host, RedirectUriContext context, RedirectUriFindings findings)
    {
        if (context.KnownHosts.Count == 0 || context.KnownHosts.Contains(host, StringComparer.OrdinalIgnoreCase)) return;
        findings.Warn(RedirectUriCodes.HostNotSeen, host,
            $"The host {UriCharacters.Quote(host)} is on none of this partner's clients so far; make sure that it "
                + "belongs to the partner.");
    }

    private static void CheckSuffix(string host, RedirectUriFindings findings)
    {
        if (SharedHosts.IsPublicSuffix(host))
        {
            findings.Warn(RedirectUriCodes.PublicSuffix, host,
                $"The host {UriCharacters.Quote(host)} is a name under which others have theirs, and nobody's own; "
                    + "make sure that it is the one meant.");
        }
        else if (SharedHosts.SuffixOf(host) is { } suffix)
        {
            findings.Warn(RedirectUriCodes.SharedHost, suffix,
                $"The host {UriCharacters.Quote(host)} lies under {UriCharacters.Quote(suffix)}, where anybody can "
                    + "get a name and take over one that was given up; use a host under a domain of your own if you "
                    + "can.");
        }
    }

    private static void CheckMetadata(string host, RedirectUriContext context, RedirectUriFindings findings)
    {
        // RFC 7591 section 5: a client may borrow another's name and logo, but not its host.
        (string Name, string? Uri)[] members =
        [
            ("client_uri", context.ClientUri), ("logo_uri", context.LogoUri),
            ("policy_uri", context.PolicyUri), ("tos_uri", context.TosUri),
        ];
        List<string> elsewhere = [];
        foreach ((string name, string? text) in members)
        {
            if (!ParsedRedirectUri.TryParse(text, out ParsedRedirectUri? uri) || string.IsNullOrEmpty(uri.Host)) continue;
            if (uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase)) continue;
            elsewhere.Add($"{name} ({UriCharacters.Quote(uri.Host)})");
        }

        if (elsewhere.Count == 0) return;
        findings.Warn(RedirectUriCodes.HostDiffersFromMetadata, host,
            $"The host {UriCharacters.Quote(host)} is not that of {string.Join(", ", elsewhere)}; make sure that all "
                + "of them belong to the partner.");
    }
}
