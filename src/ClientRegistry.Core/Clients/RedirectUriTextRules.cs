using System.Text;

namespace ClientRegistry.Core.Clients;

/// <summary>Which characters may stand, wherever in the URI and whatever the client (RFC 3986 section 2).</summary>
internal static class RedirectUriTextRules
{
    /// <summary>What no redirect URI may contain anywhere.</summary>
    public static void CheckWhole(string text, RedirectUriFindings findings)
    {
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            position++;
            if (!UriCharacters.IsInvisible(rune)) continue;

            // RFC 3986 appendix C: white space around or within a URI is an accident of typing, and no part of it.
            findings.Refuse(RedirectUriCodes.WhiteSpaceOrControl, UriCharacters.CodePoint(rune),
                $"Character {position} is {UriCharacters.Name(rune)}, and white space, control and invisible "
                    + "characters may not stand in a redirect URI; remove it.");
            break;
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            // Browsers read it as '/', RFC 3986 does not know it: the two would see different hosts.
            findings.Refuse(RedirectUriCodes.Backslash, "\\",
                "The backslash '\\' may not stand in a redirect URI; write a slash '/' instead.");
        }

        if (text.Contains('*', StringComparison.Ordinal))
        {
            // RFC 9700 section 2.1: exact string matching, so a pattern could only mislead.
            findings.Refuse(RedirectUriCodes.Wildcard, "*",
                "The wildcard '*' may not stand in a redirect URI, which is compared character by character; register "
                    + "each redirect URI in full.");
        }
    }

    /// <summary>The alphabets of path and query, and that there is no fragment.</summary>
    public static void CheckComponents(ParsedRedirectUri uri, RedirectUriFindings findings)
    {
        CheckComponent("path", uri.Path, findings);
        if (uri.Query is { } query) CheckComponent("query", query, findings);
        if (uri.Fragment is not { } fragment) return;

        // RFC 6749 section 3.1.2; RFC 3986 section 4.3.
        findings.Refuse(RedirectUriCodes.Fragment, "#" + fragment,
            $"The fragment {UriCharacters.Quote("#" + fragment)} may not stand in a redirect URI; remove the '#' and "
                + "everything after it.");
    }

    private static void CheckComponent(string name, string text, RedirectUriFindings findings)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool good = rune.Value == '%' || (rune.IsAscii && UriCharacters.IsQueryCharacter((char)rune.Value))
                || rune.Value == '\\' || UriCharacters.IsInvisible(rune);
            if (!good)
            {
                // RFC 3986 sections 2.5, 3.3 and 3.4.
                string shown = rune.IsAscii ? $"'{rune}'" : UriCharacters.CodePoint(rune);
                findings.Refuse(RedirectUriCodes.CharacterNotAllowed, rune.ToString(),
                    $"The character {shown} may not stand in the {name} of a URI; remove it or write it as "
                        + $"{UriCharacters.Escape(rune)}.");
                break;
            }

        }

        CheckEscapes(name, text, findings);
    }

    private static void CheckEscapes(string name, string text, RedirectUriFindings findings)
    {
        for (int i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            string part = text.Substring(i, Math.Min(3, text.Length - i));
            if (!UriCharacters.IsEscapeAt(text, i))
            {
                // RFC 3986 section 2.1.
                findings.Refuse(RedirectUriCodes.EscapeBroken, part,
                    $"The percent-escape {UriCharacters.Quote(part)} in the {name} is broken; follow the '%' by two "
                        + "hexadecimal digits, or write %25 for the percent sign itself.");
                return;
            }

            if (UriCharacters.EscapedValue(text, i) is < 0x20 or 0x7F)
            {
                // A server that decodes it would see a line end or a null where nobody expects one (RFC 3986 section 7.3).
                findings.Refuse(RedirectUriCodes.EscapedControl, part,
                    $"The percent-escape {UriCharacters.Quote(part)} in the {name} stands for a control character; "
                        + "remove it.");
                return;
            }
        }
    }
}
