using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// Punycode (RFC 3492), for display only: what a host looks like to the people who will read it. Nothing here decides. The
/// decoder is our own because the system's depends on how globalization is installed and rejects what it dislikes.
/// </summary>
internal static class Punycode
{
    private const string Prefix = "xn--";

    /// <summary>Whether a label of this host is punycode (RFC 5890 section 2.3.2.1).</summary>
    public static bool IsIn(string host) =>
        host.Split('.').Any(label => label.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The host with its punycode labels decoded; null when one of them does not decode to visible text.</summary>
    public static string? Decode(string host)
    {
        string[] labels = host.Split('.');
        for (int i = 0; i < labels.Length; i++)
        {
            if (!labels[i].StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            if (!TryDecodeLabel(labels[i].AsSpan(Prefix.Length), out string? decoded)) return null;
            labels[i] = decoded;
        }

        return string.Join('.', labels);
    }

    /// <summary>The punycode form of a host outside ASCII, to be offered as a cure; null when there is none.</summary>
    public static string? Encode(string host)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(host);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool TryDecodeLabel(ReadOnlySpan<char> label, [NotNullWhen(true)] out string? decoded)
    {
        // RFC 3492 section 6.2, with the parameters of section 5.
        decoded = null;
        int delimiter = label.LastIndexOf('-');
        var output = new List<int>();
        foreach (char c in label[..Math.Max(0, delimiter)]) output.Add(c);
        (long n, long i, int bias) = (128, 0, 72);
        for (int at = delimiter + 1; at < label.Length;)
        {
            long start = i;
            long weight = 1;
            for (int k = 36; ; k += 36)
            {
                int digit = at < label.Length ? Digit(label[at++]) : -1;
                if (digit < 0) return false;
                i += digit * weight;
                int threshold = Math.Clamp(k - bias, 1, 26);
                if (digit < threshold) break;
                weight *= 36 - threshold;
                if (weight > int.MaxValue || i > int.MaxValue) return false;
            }

            int count = output.Count + 1;
            bias = Adapt(i - start, count, start == 0);
            n += i / count;
            i %= count;
            if (n > 0x10FFFF || !Rune.IsValid((int)n) || UriCharacters.IsInvisible(new Rune((int)n))) return false;
            output.Insert((int)i++, (int)n);
        }

        decoded = string.Concat(output.Select(char.ConvertFromUtf32));
        return decoded.Length > 0;
    }

    private static int Digit(char c) =>
        char.IsAsciiDigit(c) ? c - '0' + 26 : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' : -1;

    private static int Adapt(long delta, int count, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / count;
        int k = 0;
        for (; delta > 455; k += 36) delta /= 35;
        return (int)(k + (36 * delta / (delta + 38)));
    }
}
