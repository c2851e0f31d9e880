namespace ClientRegistry.OpenIddict;

/// <summary>
/// Whether a <c>redirect_uri</c> is a registered one, by the registry's own rule: simple string comparison (RFC 9700
/// section 2.1), and any port on the loopback addresses for native applications (RFC 8252 section 7.3).
/// </summary>
internal static class RedirectUris
{
    private static readonly string[] LoopbackOrigins = ["http://127.0.0.1", "http://[::1]"];

    public static bool Matches(string asked, RegistryApplication application)
    {
        foreach (var registered in application.RedirectUris)
        {
            if (string.Equals(asked, registered, StringComparison.Ordinal)) return true;
            if (application.ApplicationType == WireNames.Native && DiffersOnlyByPort(asked, registered)) return true;
        }

        return false;
    }

    private static bool DiffersOnlyByPort(string asked, string registered)
    {
        foreach (var origin in LoopbackOrigins)
        {
            if (TryReadAfterPort(asked, origin, out var rest)
                && TryReadAfterPort(registered, origin, out var registeredRest)
                && rest.SequenceEqual(registeredRest))
            {
                return true;
            }
        }

        return false;
    }

    // No match when the host goes on behind the address (127.0.0.1.example.com, 127.0.0.1@example.com).
    private static bool TryReadAfterPort(string uri, string origin, out ReadOnlySpan<char> rest)
    {
        rest = [];
        if (!uri.StartsWith(origin, StringComparison.Ordinal)) return false;
        rest = uri.AsSpan(origin.Length);
        if (rest.StartsWith(":"))
        {
            var digits = rest[1..];
            var length = digits.IndexOfAnyExceptInRange('0', '9');
            if (length < 0) length = digits.Length;
            if (length == 0 || digits[0] == '0' || !ushort.TryParse(digits[..length], out _)) return false;
            rest = digits[length..];
        }

        return rest.IsEmpty || rest[0] is '/' or '?';
    }
}
