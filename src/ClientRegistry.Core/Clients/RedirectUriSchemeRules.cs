using System.Collections.Frozen;

namespace ClientRegistry.Core.Clients;

/// <summary>Which schemes, and which hosts with them, a web or a native application may use, in which environment.</summary>
internal static class RedirectUriSchemeRules
{
    // They run, or read, on the user's own machine instead of going to the client. RFC 3986 section 3.1: in any case.
    private static readonly FrozenSet<string> ForbiddenSchemes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "javascript", "vbscript", "livescript", "mocha", "jscript", "ecmascript", "data", "file", "filesystem", "blob", "about",
        "view-source", "jar", "mhtml", "cid", "mid", "res", "resource", "chrome", "chrome-extension", "moz-extension", "edge",
        "intent", "content", "android-app", "ms-its", "its", "mk", "shell", "vnd.ms.radio", "ms-settings", "search-ms",
        "x-javascript", "wyciwyg", "opera", "feed", "srcdoc", "ms-msdt");

    public static bool IsWeb(ParsedRedirectUri uri) => uri.HasScheme("https") || uri.HasScheme("http");

    public static bool IsLoopbackLiteral(string? host) => host is "127.0.0.1" or "[::1]";

    /// <summary><c>localhost</c> and the names below it, which resolve to loopback too (RFC 6761 section 6.3).</summary>
    public static bool IsLocalhostName(string? host) =>
        host is not null
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));

    public static void Check(ParsedRedirectUri uri, RedirectUriContext context, RedirectUriFindings findings)
    {
        if (ForbiddenSchemes.Contains(uri.Scheme))
        {
            findings.Refuse(RedirectUriCodes.SchemeForbidden, uri.Scheme,
                $"The scheme {UriCharacters.Quote(uri.Scheme)} runs or reads something on the user's own machine and "
                    + "may never stand in a redirect URI; use https.");
            return;
        }

        if (IsWeb(uri) && uri.Authority is null) RedirectUriHostRules.RefuseEmptyHost(uri, findings);
        if (context.ApplicationType == ApplicationType.Native) CheckNative(uri, findings);
        else CheckWeb(uri, context.Environment == ClientEnvironment.Sandbox, findings);
    }

    private static void CheckWeb(ParsedRedirectUri uri, bool sandbox, RedirectUriFindings findings)
    {
        // OpenID Connect Registration section 2, application_type: web clients use https and not localhost.
        bool localhost = string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase);
        bool mayLoop = sandbox && (localhost || IsLoopbackLiteral(uri.Host));
        if (!uri.HasScheme("https") && !(uri.HasScheme("http") && mayLoop))
        {
            findings.Refuse(RedirectUriCodes.SchemeNotHttps, uri.Scheme, sandbox && uri.HasScheme("http")
                ? $"The scheme {UriCharacters.Quote(uri.Scheme)} is allowed in the sandbox for localhost, 127.0.0.1 "
                    + "and [::1] only; use https for every other host."
                : $"The scheme {UriCharacters.Quote(uri.Scheme)} is not allowed for a web application; use https.");
        }

        if (mayLoop || !IsWeb(uri)) return;
        string where = sandbox
            ? "write localhost, 127.0.0.1 or [::1], or a DNS name"
            : "write a DNS name, or use the sandbox for trying out on your own machine";
        if (IsLocalhostName(uri.Host))
        {
            findings.Refuse(RedirectUriCodes.HostLocalhost, uri.Host!,
                $"The host {UriCharacters.Quote(uri.Host!)} is the user's own machine and not allowed here for a web "
                    + $"application; {where}.");
        }
        else if (IsAddress(uri.Host))
        {
            findings.Refuse(RedirectUriCodes.HostIsAddress, uri.Host!,
                $"The host {UriCharacters.Quote(uri.Host!)} is an IP address, which is not allowed here for a web "
                    + $"application; {where}.");
        }
    }

    private static void CheckNative(ParsedRedirectUri uri, RedirectUriFindings findings)
    {
        if (!IsWeb(uri))
        {
            CheckPrivateUse(uri, findings);
            return;
        }

        if (IsLocalhostName(uri.Host))
        {
            // RFC 8252 section 8.3: the name may resolve to, or make the application listen on, something else.
            findings.Refuse(RedirectUriCodes.HostLocalhost, uri.Host!,
                $"The host {UriCharacters.Quote(uri.Host!)} may resolve to something else than this machine (RFC 8252 "
                    + "section 8.3); write http://127.0.0.1 or http://[::1] instead.");
        }
        else if (uri.HasScheme("http") && !IsLoopbackLiteral(uri.Host) && !string.IsNullOrEmpty(uri.Host))
        {
            // RFC 8252 section 7.3.
            findings.Refuse(RedirectUriCodes.HttpNotLoopback, uri.Host,
                $"The part {UriCharacters.Quote($"{uri.Scheme}://{uri.Host}")} is http to another machine; a native "
                    + "application uses http for 127.0.0.1 and [::1] only, so use https.");
        }
        else if (uri.HasScheme("https") && IsAddress(uri.Host))
        {
            // RFC 8252 section 7.2: https is claimed by owning the domain name, and an address has none.
            findings.Refuse(RedirectUriCodes.HostIsAddress, uri.Host!,
                $"The host {UriCharacters.Quote(uri.Host!)} is an IP address, which a native application cannot claim "
                    + "with https; write a DNS name, or http for 127.0.0.1 and [::1].");
        }
    }

    private static void CheckPrivateUse(ParsedRedirectUri uri, RedirectUriFindings findings)
    {
        // RFC 8252 section 7.1: a domain name under the owner's control, reversed. A dot is what tells it from taken names.
        if (!uri.Scheme.Contains('.', StringComparison.Ordinal) || uri.Scheme.Split('.').Contains(""))
        {
            findings.Refuse(RedirectUriCodes.SchemeNotReversedDomain, uri.Scheme,
                $"The scheme {UriCharacters.Quote(uri.Scheme)} is not a domain name of yours in reverse; write one, "
                    + "as in com.example.app:/callback, or use https.");
        }

        if (uri.Authority is null && !uri.Path.StartsWith('/'))
        {
            findings.Refuse(RedirectUriCodes.PrivateUsePath, uri.Scheme + ":",
                $"The part {UriCharacters.Quote(uri.Scheme + ":")} is not followed by a slash; write "
                    + $"{UriCharacters.Quote(uri.Scheme + ":/")} and a path.");
        }
    }

    private static bool IsAddress(string? host) =>
        !string.IsNullOrEmpty(host) && (host.StartsWith('[') || HostAddress.CanonicalIPv4(host) == host);
}
