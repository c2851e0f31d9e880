using System.Globalization;
using System.Text;

namespace ClientRegistry.Registration.Mail.Writing;

/// <summary>How words are put into mails.</summary>
public static class MailWords
{
    /// <summary>One line without control characters and without marks that turn the reading direction: nobody can forge
    /// a line, or a header, with a name.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="longest">The rest is cut off.</param>
    public static string OneLine(string text, int longest = 2000)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmless(rune)) line.Append(rune.ToString());
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        var whole = line.ToString().Trim();
        return whole.Length <= longest ? whole : Cut(whole, longest);
    }

    /// <summary>Several lines, each made harmless as by <see cref="OneLine"/>.</summary>
    /// <param name="text">Anything.</param>
    public static IReadOnlyList<string> Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => OneLine(line))];

    /// <summary>A moment, absolute and with its zone.</summary>
    /// <param name="moment">When.</param>
    public static string Time(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));

    private static string Cut(string text, int longest)
    {
        var end = longest - 1;
        return (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]).TrimEnd() + "…";
    }
}
