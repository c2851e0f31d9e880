using System.Globalization;
using System.Text;

namespace ClientRegistry.Core.Clients;

/// <summary>The alphabets of RFC 3986, and how a character of none of them is shown to people.</summary>
internal static class UriCharacters
{
    /// <summary>White space in ASCII: what a form may trim and nothing else may.</summary>
    public static ReadOnlySpan<char> AsciiWhiteSpace => [' ', '\t', '\n', '\v', '\f', '\r'];

    /// <summary>The length of the scheme before its colon, or -1 (RFC 3986 section 3.1).</summary>
    public static int SchemeLength(ReadOnlySpan<char> value)
    {
        int colon = value.IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetter(value[0])) return -1;
        foreach (char c in value[..colon])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return -1;
        return colon;
    }

    /// <summary>Whether a character other than <c>%</c> may stand in a path or query (RFC 3986 sections 3.3 and 3.4).</summary>
    public static bool IsQueryCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || "-._~!$&'()*+,;=:@/?".Contains(c, StringComparison.Ordinal);

    /// <summary>Whether a whole percent-escape begins here (RFC 3986 section 2.1).</summary>
    public static bool IsEscapeAt(ReadOnlySpan<char> value, int at) =>
        at + 2 < value.Length && value[at] == '%' && char.IsAsciiHexDigit(value[at + 1]) && char.IsAsciiHexDigit(value[at + 2]);

    /// <summary>White space, control and invisible format characters, of all of Unicode.</summary>
    public static bool IsInvisible(Rune rune) =>
        Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    /// <summary>
    /// Decodes percent-escapes of ASCII until none is left, so that <c>%252e</c> is a dot: what a server that decodes once
    /// too often would read. From the right, so that one pass is enough.
    /// </summary>
    public static string DecodeFully(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var reversed = new List<char>(text.Length);
        for (int i = text.Length - 1; i >= 0; i--)
        {
            reversed.Add(text[i]);
            while (reversed is [.., var low, var high, '%'] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low)
                && EscapedValue(['%', high, low], 0) is < 0x80 and var value)
            {
                reversed.RemoveRange(reversed.Count - 3, 3);
                reversed.Add((char)value);
            }
        }

        reversed.Reverse();
        return string.Concat(reversed);
    }

    /// <summary>The octet of a whole percent-escape.</summary>
    public static int EscapedValue(ReadOnlySpan<char> value, int at) =>
        int.Parse(value.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The percent-escapes of a character's UTF-8 form (RFC 3986 section 2.5).</summary>
    public static string Escape(Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var escaped = new StringBuilder();
        foreach (byte octet in utf8[..rune.EncodeToUtf8(utf8)])
            escaped.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        return escaped.ToString();
    }

    /// <summary>A character as people write about it: <c>U+00A0 (no-break space)</c>.</summary>
    public static string Name(Rune rune)
    {
        string? name = rune.Value switch
        {
            0x09 => "tab",
            0x0A => "line feed",
            0x0D => "carriage return",
            0x20 => "space",
            0xA0 => "no-break space",
            0x200B => "zero-width space",
            0xFEFF => "byte order mark",
            _ => null,
        };
        return name is null ? CodePoint(rune) : $"{CodePoint(rune)} ({name})";
    }

    /// <summary><c>U+00A0</c>.</summary>
    public static string CodePoint(Rune rune) => "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>
    /// Text in single quotes for a sentence: everything but visible ASCII stands as <c>{U+0430}</c>, so that look-alikes and
    /// directional marks cannot lie to the reader, and what is long is cut.
    /// </summary>
    public static string Quote(string text)
    {
        const int longest = 120;
        var quoted = new StringBuilder("'");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (quoted.Length > longest)
            {
                quoted.Append("...");
                break;
            }

            if (rune.Value is > 0x20 and < 0x7F) quoted.Append((char)rune.Value);
            else quoted.Append('{').Append(CodePoint(rune)).Append('}');
        }

        return quoted.Append('\'').ToString();
    }
}
