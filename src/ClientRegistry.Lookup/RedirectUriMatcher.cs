using System.Buffers;
using System.Text.Unicode;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup;

/// <summary>
/// Whether a <c>redirect_uri</c> that was sent is one of the registered ones: simple string comparison (RFC 9700
/// section 2.1, RFC 3986 section 6.2.1), and any port on loopback for native applications (RFC 8252 section 7.3).
/// Nothing is parsed, decoded or folded.
/// </summary>
internal static class RedirectUriMatcher
{
    /// <summary>What <see cref="Find"/> says when none matches.</summary>
    public const int None = -1;

    private const int UsualLength = 256;
    private const int MostOctetsEach = 3;

    /// <summary>Finds the registered redirect URI that was asked for. Allocates nothing for one of usual length.</summary>
    /// <param name="asked">The <c>redirect_uri</c> as it was sent. On a match this, with its port, is where the user goes.</param>
    /// <param name="registered">The client's redirect URIs.</param>
    /// <param name="applicationType">The client's type: <see cref="ApplicationType.Native"/> opens the any-port exception.</param>
    /// <returns>The place of the one that matches, an exact match first; <see cref="None"/> when none does.</returns>
    public static int Find(string asked, RegisteredRedirectUris registered, ApplicationType applicationType)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(registered);
        Span<byte> octets = asked.Length <= UsualLength
            ? stackalloc byte[UsualLength * MostOctetsEach]
            : new byte[asked.Length * MostOctetsEach];

        // Half a surrogate pair has no octets, so it is the same as nothing.
        if (Utf8.FromUtf16(asked, octets, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
            return None;
        octets = octets[..length];

        int exact = FindExact(octets, registered);
        return exact >= 0 || applicationType != ApplicationType.Native ? exact : FindOnLoopback(octets, registered);
    }

    private static int FindExact(ReadOnlySpan<byte> asked, RegisteredRedirectUris registered)
    {
        int index = 0;
        foreach (ReadOnlySpan<byte> one in registered)
        {
            if (asked.SequenceEqual(one)) return index;
            index++;
        }

        return None;
    }

    private static int FindOnLoopback(ReadOnlySpan<byte> asked, RegisteredRedirectUris registered)
    {
        int index = 0;
        foreach (ReadOnlySpan<byte> one in registered)
        {
            if (DiffersOnlyByLoopbackPort(asked, one)) return index;
            index++;
        }

        return None;
    }

    private static bool DiffersOnlyByLoopbackPort(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> registered) =>
        IsSameAfterPort(asked, registered, "http://127.0.0.1"u8) || IsSameAfterPort(asked, registered, "http://[::1]"u8);

    private static bool IsSameAfterPort(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> registered, ReadOnlySpan<byte> origin) =>
        registered.StartsWith(origin)
        && asked.StartsWith(origin)
        && TrySkipPort(registered[origin.Length..], out ReadOnlySpan<byte> registeredRest)
        && TrySkipPort(asked[origin.Length..], out ReadOnlySpan<byte> askedRest)
        && askedRest.SequenceEqual(registeredRest);

    // False when the host goes on (127.0.0.1.example, 127.0.0.1@example), or the port is none: then nothing is loopback.
    private static bool TrySkipPort(ReadOnlySpan<byte> afterHost, out ReadOnlySpan<byte> rest)
    {
        rest = afterHost;
        if (!afterHost.IsEmpty && afterHost[0] == (byte)':')
        {
            int end = 1;
            while (end < afterHost.Length && IsDigit(afterHost[end])) end++;
            if (!IsPort(afterHost[1..end])) return false;
            rest = afterHost[end..];
        }

        // RFC 3986 section 3.2: only these end an authority that a redirect URI may have; '#' would begin a fragment.
        return rest.IsEmpty || rest[0] is (byte)'/' or (byte)'?';
    }

    private static bool IsPort(ReadOnlySpan<byte> digits)
    {
        if (digits.IsEmpty || digits.Length > 5 || digits[0] == (byte)'0') return false;
        int port = 0;
        foreach (byte digit in digits) port = (port * 10) + (digit - '0');
        return port <= 65535;
    }

    private static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';
}
