using System.Text.RegularExpressions;
using MimeKit;

namespace ClientRegistry.Registration.Mail.Signing;

/// <summary>What section <c>Mail:Dkim</c> must fulfil for the host to start; each message names the key.</summary>
internal static partial class DkimRules
{
    /// <summary>Finds what is wrong.</summary>
    /// <param name="dkim">The section.</param>
    /// <param name="from"><c>Mail:From</c>.</param>
    public static IEnumerable<string> Check(DkimOptions dkim, string from)
    {
        var given = new[] { dkim.Domain, dkim.Selector, dkim.PrivateKeyFile }.Count(v => !string.IsNullOrEmpty(v));
        if (given == 0) yield break;
        if (given < 3)
        {
            yield return "Mail:Dkim:Domain, Mail:Dkim:Selector and Mail:Dkim:PrivateKeyFile must be given together, or none.";
            yield break;
        }

        if (!Name().IsMatch(dkim.Domain!))
            yield return $"Mail:Dkim:Domain must be a domain such as example.com; it is \"{dkim.Domain}\".";
        else if (MailboxAddress.TryParse(from, out var sender) && !IsWithin(sender.Domain, dkim.Domain!))
        {
            yield return $"Mail:Dkim:Domain must be the domain of Mail:From or one above it; it is \"{dkim.Domain}\", and mail "
                + $"comes from \"{sender.Domain}\".";
        }

        if (!Name().IsMatch(dkim.Selector!))
        {
            yield return "Mail:Dkim:Selector must be letters, digits, hyphens and dots, as it stands before ._domainkey; it "
                + $"is \"{dkim.Selector}\".";
        }

        if (DkimKey.Read(dkim.PrivateKeyFile!).Error is { } fault)
            yield return $"Mail:Dkim:PrivateKeyFile, \"{dkim.PrivateKeyFile}\", {fault.Message}";
    }

    private static bool IsWithin(string domain, string parent) =>
        domain.Equals(parent, StringComparison.OrdinalIgnoreCase)
        || domain.EndsWith($".{parent}", StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 6376 section 3.1: labels as in a host name.</summary>
    [GeneratedRegex(@"\A(?=.{1,253}\z)[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?)*\z")]
    private static partial Regex Name();
}
