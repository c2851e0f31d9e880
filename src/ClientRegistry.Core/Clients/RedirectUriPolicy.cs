namespace ClientRegistry.Core.Clients;

/// <summary>
/// The rules for redirect URIs, and their explanations: the same for the form, the review, the import, every change and
/// every return to an old revision. Pure: it asks nobody, changes nothing, never throws on any text, and reads URIs by
/// RFC 3986 to the letter. What it accepts is stored as it was given.
/// </summary>
public static class RedirectUriPolicy
{
    /// <summary>How many redirect URIs a client may have.</summary>
    public const int MaximumCount = 32;

    /// <summary>How long a redirect URI may be, in characters.</summary>
    public const int MaximumLength = 2000;

    /// <summary>
    /// Examines a whole list. It may be registered when no finding is <see cref="RedirectUriSeverity.Refused"/>.
    /// </summary>
    /// <param name="redirectUris">The list as it was given. Of an over-long one the entries past the limit are not read.</param>
    /// <param name="context">What else is known about the client.</param>
    /// <returns>The findings in the order of their entries; empty when there is nothing to say.</returns>
    public static IReadOnlyList<RedirectUriFinding> Examine(IReadOnlyList<string> redirectUris, RedirectUriContext context)
    {
        ArgumentNullException.ThrowIfNull(redirectUris);
        ArgumentNullException.ThrowIfNull(context);
        var findings = new List<RedirectUriFinding>();
        var list = new RedirectUriListRules(redirectUris, context);
        findings.AddRange(list.CheckEmpty());
        for (int i = 0; i < Math.Min(redirectUris.Count, MaximumCount); i++)
        {
            findings.AddRange(ExamineOne(redirectUris[i], context, i));
            findings.AddRange(list.CheckAgainstEarlier(i));
        }

        findings.AddRange(list.CheckCount());
        return findings;
    }

    /// <summary>
    /// Examines one redirect URI by itself, as it is typed. Warnings are given only for what is not refused.
    /// </summary>
    /// <param name="redirectUri">The text as it was given; null counts as empty.</param>
    /// <param name="context">What else is known about the client.</param>
    /// <param name="index">The <see cref="RedirectUriFinding.Index"/> its findings shall bear; 0 by default.</param>
    /// <returns>The findings; empty when there is nothing to say.</returns>
    public static IReadOnlyList<RedirectUriFinding> ExamineOne(string redirectUri, RedirectUriContext context, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(context);
        var findings = new RedirectUriFindings(index);
        if (CheckLength(redirectUri, findings)) CheckContent(redirectUri, context, findings);
        return findings.All;
    }

    private static bool CheckLength(string? redirectUri, RedirectUriFindings findings)
    {
        if (string.IsNullOrEmpty(redirectUri))
        {
            findings.Refuse(RedirectUriCodes.Empty, "",
                "The redirect URI is empty; write a whole one, as in https://app.example.com/callback, or remove the "
                    + "entry.");
        }
        else if (redirectUri.Length > MaximumLength)
        {
            findings.Refuse(RedirectUriCodes.TooLong, redirectUri,
                $"The redirect URI has {redirectUri.Length} characters, more than {MaximumLength}; shorten it.");
        }

        return !findings.Refused;
    }

    private static void CheckContent(string redirectUri, RedirectUriContext context, RedirectUriFindings findings)
    {
        RedirectUriTextRules.CheckWhole(redirectUri, findings);

        // White space at the ends is refused by now; without it the other faults are seen, and named in the same go.
        string inner = RedirectUriInput.Clean(redirectUri);
        if (inner.Length == 0) return;
        if (!ParsedRedirectUri.TryParse(inner, out ParsedRedirectUri? uri) || IsHostAndPort(uri))
        {
            // RFC 6749 section 3.1.2 and RFC 3986 section 4.3: absolute, so it begins with a scheme and a colon.
            findings.Refuse(RedirectUriCodes.NotAbsolute, inner,
                $"{UriCharacters.Quote(inner)} does not begin with a scheme and so is not an absolute URI; write the "
                    + "whole of it, as in https://app.example.com/callback.");
            return;
        }

        RedirectUriSchemeRules.Check(uri, context, findings);
        RedirectUriHostRules.Check(uri, findings);
        RedirectUriTextRules.CheckComponents(uri, findings);
        RedirectUriPathRules.Check(uri, findings);
        if (!findings.Refused) RedirectUriWarnings.Check(uri, context, findings);
    }

    // "localhost:3000/cb" is, to the letter, a scheme and a path; nobody who writes it means that.
    private static bool IsHostAndPort(ParsedRedirectUri uri)
    {
        if (uri.Authority is not null) return false;
        string port = uri.Path.Split('/')[0];
        return port.Length > 0 && port.All(char.IsAsciiDigit);
    }
}
