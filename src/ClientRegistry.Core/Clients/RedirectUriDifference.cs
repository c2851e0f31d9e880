namespace ClientRegistry.Core.Clients;

/// <summary>The registered redirect URI that is nearest to the one asked with, and what tells the two apart.</summary>
/// <param name="Registered">The nearest one; null when none is registered.</param>
/// <param name="Message">
/// One sentence that names every component that differs, as it was asked and as it is registered. Visible ASCII only:
/// whatever else was sent stands as <c>{U+0430}</c>, and what is long is cut around the place where it differs.
/// </param>
public sealed record NearestRedirectUri(string? Registered, string Message);

/// <summary>
/// Explains to the owner of a client why a redirect URI did not match. For people only: it decides nothing, and what it
/// says is not for the one who asked, who may be a stranger.
/// </summary>
public static class RedirectUriDifference
{
    /// <summary>Finds the nearest registered redirect URI and says how it differs from the one asked with.</summary>
    /// <param name="asked">The <c>redirect_uri</c> as it was sent, of any length and content; null counts as empty.</param>
    /// <param name="registered">The client's redirect URIs.</param>
    /// <param name="applicationType">
    /// The client's type: for <see cref="ApplicationType.Native"/> the port of a loopback address is not a difference
    /// (RFC 8252 section 7.3).
    /// </param>
    public static NearestRedirectUri Explain(
        string? asked, IReadOnlyList<string> registered, ApplicationType applicationType = ApplicationType.Web)
    {
        ArgumentNullException.ThrowIfNull(registered);
        asked ??= "";
        if (registered.Count == 0)
            return new NearestRedirectUri(null, $"Asked {UriCharacters.Quote(asked)}, and no redirect URI is registered.");
        bool anyPort = applicationType == ApplicationType.Native;
        ParsedRedirectUri? parsed = ParsedRedirectUri.TryParse(asked, out ParsedRedirectUri? read) ? read : null;
        string nearest = registered.MinBy(candidate => Distance(asked, parsed, candidate, anyPort))!;
        return new NearestRedirectUri(nearest, Sentence(asked, parsed, nearest, anyPort));
    }

    private static (int Weight, int NotShared) Distance(string asked, ParsedRedirectUri? parsed, string candidate, bool anyPort)
    {
        int shared = Math.Max(asked.AsSpan().CommonPrefixLength(candidate), CommonSuffixLength(asked, candidate));
        int notShared = Math.Max(asked.Length, candidate.Length) - shared;
        if (asked == candidate) return (-1, 0);
        if (parsed is null || !ParsedRedirectUri.TryParse(candidate, out ParsedRedirectUri? other)) return (0, notShared);
        return (RedirectUriComponent.Differing(parsed, other, anyPort).Sum(component => component.Weight), notShared);
    }

    private static string Sentence(string asked, ParsedRedirectUri? parsed, string nearest, bool anyPort)
    {
        if (asked == nearest) return "It is registered exactly as asked.";
        if (asked.Length == 0) return $"Asked with an empty redirect URI, registered {UriCharacters.Quote(nearest)}.";
        if (RedirectUriInput.Clean(asked) == nearest)
            return $"Asked with white space around {UriCharacters.Quote(nearest)}, registered without.";
        if (UriCharacters.DecodeFully(asked) == UriCharacters.DecodeFully(nearest) && parsed is null)
            return $"Asked {UriCharacters.Quote(asked)}, which is {UriCharacters.Quote(nearest)} percent-encoded once "
                + "too often.";

        if (parsed is not null && ParsedRedirectUri.TryParse(nearest, out ParsedRedirectUri? other))
        {
            string differences = string.Join("; ", RedirectUriComponent.Differing(parsed, other, anyPort).Select(one => one.Text));
            if (differences.Length > 0) return char.ToUpperInvariant(differences[0]) + differences[1..] + ".";
        }

        (string left, string right) = RedirectUriComponent.QuoteBoth(asked, nearest);
        return parsed is null
            ? $"It has no scheme and so is not an absolute URI: asked {left}, registered {right}."
            : $"It differs: asked {left}, registered {right}.";
    }

    private static int CommonSuffixLength(string one, string other)
    {
        int length = 0;
        while (length < Math.Min(one.Length, other.Length) && one[^(length + 1)] == other[^(length + 1)]) length++;
        return length;
    }
}
