using System.Globalization;

namespace ClientRegistry.Core.Clients;

/// <summary>What is said about entries beside each other, and about how many there are.</summary>
internal sealed class RedirectUriListRules
{
    private readonly IReadOnlyList<string> _list;
    private readonly RedirectUriContext _context;
    private readonly ParsedRedirectUri?[] _parsed;

    public RedirectUriListRules(IReadOnlyList<string> list, RedirectUriContext context)
    {
        _list = list;
        _context = context;
        _parsed = [.. list.Take(RedirectUriPolicy.MaximumCount).Select(Parse)];
    }

    public IReadOnlyList<RedirectUriFinding> CheckEmpty()
    {
        if (_list.Count > 0) return [];

        // RFC 7591 section 2: a client of a flow with redirection registers its redirect URIs.
        var findings = new RedirectUriFindings(-1);
        findings.Refuse(RedirectUriCodes.ListEmpty, "",
            "There is no redirect URI; add at least one, as in https://app.example.com/callback.");
        return findings.All;
    }

    public IReadOnlyList<RedirectUriFinding> CheckCount()
    {
        const int most = RedirectUriPolicy.MaximumCount;
        if (_list.Count <= most) return [];
        var findings = new RedirectUriFindings(most);
        findings.Refuse(RedirectUriCodes.TooMany, _list.Count.ToString(CultureInfo.InvariantCulture),
            $"There are {_list.Count} redirect URIs, more than {most}; remove {_list.Count - most} of them.");
        return findings.All;
    }

    public IReadOnlyList<RedirectUriFinding> CheckAgainstEarlier(int index)
    {
        var findings = new RedirectUriFindings(index);
        string given = _list[index];
        if (string.IsNullOrEmpty(given)) return [];
        for (int earlier = 0; earlier < index; earlier++)
        {
            if (!string.Equals(given, _list[earlier], StringComparison.Ordinal)) continue;
            findings.Refuse(RedirectUriCodes.Duplicate, given,
                $"{UriCharacters.Quote(given)} stands in the list already, as entry {earlier + 1}; remove one of the "
                    + "two.");
            return findings.All;
        }

        for (int earlier = 0; earlier < index; earlier++)
        {
            if (_parsed[index] is not { } one || _parsed[earlier] is not { } other) continue;
            if (Difference(other, one) is not { } difference) continue;
            findings.Warn(RedirectUriCodes.NearDuplicate, given,
                $"{UriCharacters.Quote(given)} differs from entry {earlier + 1}, "
                    + $"{UriCharacters.Quote(other.Original)}, only by {difference}; {Cure(one, difference)}.");
            return findings.All;
        }

        return [];
    }

    private static ParsedRedirectUri? Parse(string given) =>
        given is { Length: <= RedirectUriPolicy.MaximumLength } && ParsedRedirectUri.TryParse(given, out ParsedRedirectUri? parsed)
            ? parsed
            : null;

    // Which of trailing slash, case and port tell two different entries apart; null when something else does too.
    private static string? Difference(ParsedRedirectUri one, ParsedRedirectUri other)
    {
        if (!string.Equals(Essence(one), Essence(other), StringComparison.OrdinalIgnoreCase)) return null;
        var differences = new List<string>();
        if (one.Path.EndsWith('/') != other.Path.EndsWith('/')) differences.Add("trailing slash");
        if (!string.Equals(Essence(one), Essence(other), StringComparison.Ordinal)) differences.Add("case");
        if (!string.Equals(one.Port, other.Port, StringComparison.Ordinal)) differences.Add("port");
        return differences.Count == 0 ? null : string.Join(" and ", differences);
    }

    private static string Essence(ParsedRedirectUri uri)
    {
        string authority = uri.Authority is null ? "" : $"//{uri.UserInfo}@{uri.Host}";
        string path = uri.Path.EndsWith('/') ? uri.Path[..^1] : uri.Path;
        return $"{uri.Scheme}:{authority}{path}?{(uri.Query is null ? "" : "?" + uri.Query)}#{uri.Fragment}";
    }

    private string Cure(ParsedRedirectUri uri, string difference)
    {
        // RFC 8252 section 7.3.
        bool anyPort = difference == "port" && _context.ApplicationType == ApplicationType.Native
            && uri.Scheme == "http" && RedirectUriSchemeRules.IsLoopbackLiteral(uri.Host);
        return anyPort
            ? "any port matches on a loopback address, so keep one of the two"
            : "if your application sends only one of them, remove the other";
    }
}
