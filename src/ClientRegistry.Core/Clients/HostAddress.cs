using System.Globalization;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// IP addresses in hosts: the one canonical spelling of each (RFC 3986 section 3.2.2, RFC 5952), and the odd ones that
/// browsers and resolvers understand as well.
/// </summary>
internal static class HostAddress
{
    /// <summary>Whether readers of hosts take this for an IPv4 address: its last label is a number, decimal or hexadecimal.</summary>
    public static bool EndsInNumber(string host)
    {
        string last = host[(host.LastIndexOf('.') + 1)..];
        return last.Length > 0
            && (last.All(char.IsAsciiDigit)
                || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && last.Skip(2).All(char.IsAsciiHexDigit)));
    }

    /// <summary>
    /// The canonical spelling of what the old resolver function <c>inet_aton</c> reads here: one to four parts, each
    /// decimal, octal with <c>0</c> or hexadecimal with <c>0x</c>, the last filling what remains. Null when it reads nothing.
    /// </summary>
    public static string? CanonicalIPv4(string host)
    {
        string[] parts = host.Split('.');
        if (parts.Length > 4) return null;
        ulong address = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            bool last = i == parts.Length - 1;
            ulong limit = last ? 1UL << (8 * (5 - parts.Length)) : 256;
            if (ReadNumber(parts[i]) is not { } number || number >= limit) return null;
            address |= last ? number : number << (8 * (3 - i));
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
    }

    /// <summary>The canonical spelling (RFC 5952 section 4) of an IPv6 address without its brackets; null when it is none.</summary>
    public static string? CanonicalIPv6(string address) =>
        ReadIPv6(address) is { } groups ? WriteIPv6(groups) : null;

    /// <summary>Whether an IPv4 address hides in this IPv6 address (RFC 4291 section 2.5.5, RFC 6052 section 2.1).</summary>
    public static bool EmbedsIPv4(string address)
    {
        if (ReadIPv6(address) is not { } groups) return false;
        bool zeros = groups.AsSpan(0, 5).IndexOfAnyExcept((ushort)0) < 0;
        bool compatible = zeros && groups[5] == 0 && (groups[6] != 0 || groups[7] > 1);
        bool mapped = zeros && groups[5] == 0xFFFF;
        bool translated = groups[0] == 0x64 && groups[1] == 0xFF9B && groups.AsSpan(2, 4).IndexOfAnyExcept((ushort)0) < 0;
        return compatible || mapped || translated || address.Contains('.', StringComparison.Ordinal);
    }

    private static ulong? ReadNumber(string part)
    {
        bool hexadecimal = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool octal = !hexadecimal && part.Length > 1 && part[0] == '0';
        int radix = hexadecimal ? 16 : octal ? 8 : 10;
        if (part.Length == 0) return null;
        ulong number = 0;
        foreach (char c in hexadecimal ? part.AsSpan(2) : part)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix) return null;
            number = (number * (ulong)radix) + (ulong)digit;
            if (number > uint.MaxValue) return null;
        }

        return number;
    }

    private static ushort[]? ReadIPv6(string address)
    {
        int gap = address.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0) return ReadGroups(address) is { Count: 8 } all ? [.. all] : null;
        List<ushort>? before = ReadGroups(address[..gap]);
        List<ushort>? after = ReadGroups(address[(gap + 2)..]);
        if (before is null || after is null || before.Count + after.Count > 7) return null;
        return [.. before, .. new ushort[8 - before.Count - after.Count], .. after];
    }

    private static List<ushort>? ReadGroups(string text)
    {
        var groups = new List<ushort>();
        if (text.Length == 0) return groups;
        string[] words = text.Split(':');
        for (int i = 0; i < words.Length; i++)
        {
            if (i == words.Length - 1 && words[i].Contains('.', StringComparison.Ordinal))
            {
                // RFC 4291 section 2.2: the last 32 bits may stand in dotted decimal, and only so.
                if (CanonicalIPv4(words[i]) != words[i]) return null;
                byte[] octets = [.. words[i].Split('.').Select(octet => byte.Parse(octet, CultureInfo.InvariantCulture))];
                groups.Add((ushort)((octets[0] << 8) | octets[1]));
                groups.Add((ushort)((octets[2] << 8) | octets[3]));
            }
            else if (words[i].Length is > 0 and <= 4 && words[i].All(char.IsAsciiHexDigit))
            {
                groups.Add(Convert.ToUInt16(words[i], 16));
            }
            else
            {
                return null;
            }
        }

        return groups;
    }

    private static string WriteIPv6(ushort[] groups)
    {
        // RFC 5952 section 4.2: the first of the longest runs of two or more zero groups is left out.
        (int start, int length) = (-1, 1);
        for (int i = 0; i < 8; i++)
        {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) run++;
            if (run > length) (start, length) = (i, run);
        }

        IEnumerable<string> words = groups.Select(group => group.ToString("x", CultureInfo.InvariantCulture));
        return start < 0
            ? string.Join(':', words)
            : string.Join(':', words.Take(start)) + "::" + string.Join(':', words.Skip(start + length));
    }
}
