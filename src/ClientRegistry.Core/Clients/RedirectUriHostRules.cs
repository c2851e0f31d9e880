using System.Globalization;
using System.Text;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// What may stand as host and port, whatever the scheme: a DNS name of ASCII letters, digits, hyphens and dots, or an IP
/// literal in its one canonical spelling (RFC 3986 sections 3.2.2 and 3.2.3).
/// </summary>
internal static class RedirectUriHostRules
{
    public static void Check(ParsedRedirectUri uri, RedirectUriFindings findings)
    {
        if (uri.UserInfo is { } userInfo)
        {
            // RFC 3986 section 7.6: what stands before the @ is made to be taken for the host.
            findings.Refuse(RedirectUriCodes.UserInfo, userInfo + "@",
                $"The part {UriCharacters.Quote(userInfo + "@")} before the host is user-info, which may not stand in "
                    + "a redirect URI; remove everything up to and including the '@'.");
        }

        if (uri.Host is not { } host) return;
        CheckPort(uri, findings);
        if (host.Length == 0)
        {
            RefuseEmptyHost(uri, findings);
        }
        else if (host.StartsWith('['))
        {
            CheckIPv6(host, findings);
        }
        else
        {
            CheckName(host, findings);
        }
    }

    public static void RefuseEmptyHost(ParsedRedirectUri uri, RedirectUriFindings findings)
    {
        string before = uri.Scheme + (uri.Authority is null ? ":" : "://");
        bool web = uri.HasScheme("https") || uri.HasScheme("http");
        findings.Refuse(RedirectUriCodes.HostEmpty, before, web
            ? $"There is no host after {UriCharacters.Quote(before)}; write '//' and the name of your server there, "
                + "as in https://app.example.com/callback."
            : $"There is no host after {UriCharacters.Quote(before)}; write a single slash, as in "
                + "com.example.app:/callback.");
    }

    private static void CheckPort(ParsedRedirectUri uri, RedirectUriFindings findings)
    {
        if (uri.Port is not { } port) return;
        if (port.Length == 0)
        {
            findings.Refuse(RedirectUriCodes.PortEmpty, ":",
                "The ':' after the host is followed by no port; remove the ':' or write the port after it.");
        }
        else if (!IsPort(port))
        {
            string brackets = port.Contains(':', StringComparison.Ordinal) ? " (an IPv6 address stands in square brackets)" : "";
            findings.Refuse(RedirectUriCodes.PortInvalid, ":" + port,
                $"The port {UriCharacters.Quote(port)} is not a number from 1 to 65535 without leading "
                    + $"zeros{brackets}; write such a number, or leave port and ':' out.");
        }
    }

    public static bool IsPort(string port) =>
        port.Length is > 0 and <= 5 && port[0] != '0' && port.All(char.IsAsciiDigit)
        && int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture) <= 65535;

    private static void CheckName(string host, RedirectUriFindings findings)
    {
        if (CheckNameCharacters(host, findings)) return;
        string[] labels = host.Split('.');
        if (labels.Contains(""))
        {
            string where = host.EndsWith('.') ? "ends with a dot"
                : host.StartsWith('.') ? "begins with a dot"
                : "has two dots in a row";
            findings.Refuse(RedirectUriCodes.HostEmptyLabel, host,
                $"The host {UriCharacters.Quote(host)} {where}; remove the dot that is too many.");
            return;
        }

        if (HostAddress.EndsInNumber(host))
        {
            CheckIPv4(host, findings);
            return;
        }

        if (labels.FirstOrDefault(label => label.StartsWith('-') || label.EndsWith('-')) is { } hyphened)
        {
            findings.Refuse(RedirectUriCodes.HostHyphen, hyphened,
                $"The label {UriCharacters.Quote(hyphened)} of the host begins or ends with a hyphen, which no DNS "
                    + "name does; remove that hyphen.");
        }

        // RFC 1035 section 2.3.4.
        if (host.Length > 253 || labels.Any(label => label.Length > 63))
        {
            string part = labels.FirstOrDefault(label => label.Length > 63) ?? host;
            findings.Refuse(RedirectUriCodes.HostTooLong, part,
                $"The host part {UriCharacters.Quote(part)} is longer than DNS allows; use at most 63 characters "
                    + "between dots and 253 in all.");
        }
    }

    private static bool CheckNameCharacters(string host, RedirectUriFindings findings)
    {
        if (host.Contains('%', StringComparison.Ordinal))
        {
            findings.Refuse(RedirectUriCodes.HostEscaped, host,
                $"The host {UriCharacters.Quote(host)} contains a percent sign; write the host without "
                    + "percent-encoding.");
            return true;
        }

        foreach (Rune rune in host.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '.')) continue;

            // The rules for the whole text have named these already.
            if (rune.Value is '*' or '\\' || UriCharacters.IsInvisible(rune)) return true;
            if (rune.IsAscii)
            {
                findings.Refuse(RedirectUriCodes.HostCharacter, rune.ToString(),
                    $"The character '{rune}' may not stand in the host {UriCharacters.Quote(host)}; use only letters "
                        + "a to z, digits, hyphens and dots.");
                return true;
            }

            string cure = Punycode.Encode(host) is { } ascii
                ? $"write it in its ASCII form, {UriCharacters.Quote(ascii)}, if that is the host you mean"
                : "write it in ASCII";
            findings.Refuse(RedirectUriCodes.HostNotAscii, rune.ToString(),
                $"The host {UriCharacters.Quote(host)} contains the character {UriCharacters.CodePoint(rune)}, which "
                    + $"is outside ASCII; {cure}.");
            return true;
        }

        return false;
    }

    private static void CheckIPv4(string host, RedirectUriFindings findings)
    {
        string? canonical = HostAddress.CanonicalIPv4(host);
        if (canonical == host) return;
        findings.Refuse(RedirectUriCodes.HostAddressSpelling, host, canonical is null
            ? $"The host {UriCharacters.Quote(host)} ends in a number but is no IPv4 address of four decimal numbers "
                + "from 0 to 255; write a DNS name."
            : $"The host {UriCharacters.Quote(host)} is an odd spelling of the address {canonical}; write a DNS name, "
                + $"or the address as {canonical} where an address is allowed.");
    }

    private static void CheckIPv6(string host, RedirectUriFindings findings)
    {
        string inside = host.EndsWith(']') ? host[1..^1] : "";
        string? canonical = HostAddress.CanonicalIPv6(inside);
        if (canonical is null)
        {
            findings.Refuse(RedirectUriCodes.HostAddressSpelling, host,
                $"The host {UriCharacters.Quote(host)} is not one IPv6 address in square brackets; write a DNS name, "
                    + "or [::1] where loopback is allowed.");
        }
        else if (HostAddress.EmbedsIPv4(inside))
        {
            findings.Refuse(RedirectUriCodes.HostAddressSpelling, host,
                $"The host {UriCharacters.Quote(host)} is an IPv4 address inside an IPv6 address; write a DNS name, "
                    + "or 127.0.0.1 or [::1] where loopback is allowed.");
        }
        else if (canonical != inside)
        {
            // RFC 5952 section 4: lower case, no leading zeros, the longest run of zeros left out.
            findings.Refuse(RedirectUriCodes.HostAddressSpelling, host,
                $"The host {UriCharacters.Quote(host)} is an odd spelling of [{canonical}]; write a DNS name, or "
                    + $"[{canonical}] where an address is allowed.");
        }
    }
}
