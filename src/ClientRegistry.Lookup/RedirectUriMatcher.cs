using ClientRegistry.Core.Clients;

namespace ClientRegistry.Lookup;

/// <summary>
/// Whether a <c>redirect_uri</c> that was sent is one of the registered ones: simple string comparison (RFC 9700
/// section 2.1, RFC 3986 section 6.2.1), and any port on loopback for native applications (RFC 8252 section 7.3).
/// Nothing is parsed, decoded or folded, and nothing is allocated.
/// </summary>
public static class RedirectUriMatcher
{
    /// <summary>Finds the registered redirect URI that was asked for.</summary>
    /// <param name="asked">The <c>redirect_uri</c> as it was sent. On a match this, with its port, is where the user goes.</param>
    /// <param name="registered">The client's redirect URIs.</param>
    /// <param name="applicationType">The client's type: <see cref="ApplicationType.Native"/> opens the any-port exception.</param>
    /// <returns>The registered one that matches, an exact match first; null when none does.</returns>
    public static string? Find(string asked, IReadOnlyList<string> registered, ApplicationType applicationType)
    {
        ArgumentNullException.ThrowIfNull(registered);
        for (int i = 0; i < registered.Count; i++)
            if (string.Equals(asked, registered[i], StringComparison.Ordinal)) return registered[i];

        if (applicationType != ApplicationType.Native) return null;
        for (int i = 0; i < registered.Count; i++)
            if (DiffersOnlyByLoopbackPort(asked, registered[i])) return registered[i];
        return null;
    }

    /// <summary>Whether one registered redirect URI is the one asked for.</summary>
    /// <param name="asked">The <c>redirect_uri</c> as it was sent.</param>
    /// <param name="registered">One of the client's redirect URIs.</param>
    /// <param name="applicationType">The client's type.</param>
    public static bool Matches(string asked, string registered, ApplicationType applicationType) =>
        string.Equals(asked, registered, StringComparison.Ordinal)
        || (applicationType == ApplicationType.Native && DiffersOnlyByLoopbackPort(asked, registered));

    private static bool DiffersOnlyByLoopbackPort(ReadOnlySpan<char> asked, ReadOnlySpan<char> registered) =>
        IsSameAfterPort(asked, registered, "http://127.0.0.1") || IsSameAfterPort(asked, registered, "http://[::1]");

    private static bool IsSameAfterPort(ReadOnlySpan<char> asked, ReadOnlySpan<char> registered, ReadOnlySpan<char> origin) =>
        registered.StartsWith(origin, StringComparison.Ordinal)
        && asked.StartsWith(origin, StringComparison.Ordinal)
        && TrySkipPort(registered[origin.Length..], out ReadOnlySpan<char> registeredRest)
        && TrySkipPort(asked[origin.Length..], out ReadOnlySpan<char> askedRest)
        && askedRest.SequenceEqual(registeredRest);

    // False when the host goes on (127.0.0.1.example, 127.0.0.1@example), or the port is none: then nothing is loopback.
    private static bool TrySkipPort(ReadOnlySpan<char> afterHost, out ReadOnlySpan<char> rest)
    {
        rest = afterHost;
        if (!afterHost.IsEmpty && afterHost[0] == ':')
        {
            int end = 1;
            while (end < afterHost.Length && char.IsAsciiDigit(afterHost[end])) end++;
            if (!IsPort(afterHost[1..end])) return false;
            rest = afterHost[end..];
        }

        // RFC 3986 section 3.2: only these end an authority that a redirect URI may have; '#' would begin a fragment.
        return rest.IsEmpty || rest[0] is '/' or '?';
    }

    private static bool IsPort(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty || digits.Length > 5 || digits[0] == '0') return false;
        int port = 0;
        foreach (char digit in digits) port = (port * 10) + (digit - '0');
        return port <= 65535;
    }
}
