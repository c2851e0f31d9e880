using System.Net;
using ClientRegistry.Registration.Mail.Signing;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClientRegistry.Registration.Mail;

/// <summary>What section <c>Mail</c> must fulfil for the host to start; each message names the key.</summary>
internal sealed class MailOptionsRules : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var faults = General(options).ToList();
        faults.AddRange(DkimRules.Check(options.Dkim, options.From));
        if (options.Transport == MailTransport.Smtp) faults.AddRange(Smtp(options.Smtp));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> General(MailOptions options)
    {
        if (!MailboxAddress.TryParse(options.From, out var from) || !IsWhole(from.Address))
        {
            yield return "Mail:From must be the sender's mail address, as in registry@example.com or "
                + $"Client Registry <registry@example.com>; it is \"{options.From}\".";
        }

        if (!Enum.IsDefined(options.Transport)) yield return "Mail:Transport must be Smtp or Folder.";
        if (options.Transport == MailTransport.Folder && string.IsNullOrWhiteSpace(options.Folder))
            yield return "Mail:Folder must name a folder while Mail:Transport is Folder.";
        if (options.GiveUpAfter < TimeSpan.FromMinutes(1) || options.GiveUpAfter > TimeSpan.FromDays(30))
            yield return "Mail:GiveUpAfter must be between one minute (00:01:00) and 30 days (30.00:00:00).";
        if (options.TakeOverAfter < TimeSpan.FromSeconds(5) || options.TakeOverAfter > TimeSpan.FromMinutes(10))
            yield return "Mail:TakeOverAfter must be between five seconds (00:00:05) and ten minutes (00:10:00).";
    }

    private static IEnumerable<string> Smtp(SmtpOptions smtp)
    {
        if (string.IsNullOrWhiteSpace(smtp.Host))
            yield return "Mail:Smtp:Host must name the mail server while Mail:Transport is Smtp.";
        if (smtp.Port is < 1 or > 65535) yield return $"Mail:Smtp:Port must be between 1 and 65535; it is {smtp.Port}.";
        if (!Enum.IsDefined(smtp.Security)) yield return "Mail:Smtp:Security must be StartTls, Tls or None.";
        if (smtp.Security == SmtpSecurity.None && !IsLoopback(smtp.Host))
        {
            yield return "Mail:Smtp:Security may be None only when Mail:Smtp:Host is this machine (localhost, "
                + $"127.0.0.1 or ::1), because secrets travel in mails; the host is \"{smtp.Host}\".";
        }

        if (string.IsNullOrEmpty(smtp.UserName) != string.IsNullOrEmpty(smtp.Password))
            yield return "Mail:Smtp:UserName and Mail:Smtp:Password must be given together, or neither.";
        if (smtp.TimeoutSeconds is < 1 or > 600)
            yield return $"Mail:Smtp:TimeoutSeconds must be between 1 and 600; it is {smtp.TimeoutSeconds}.";
    }

    private static bool IsWhole(string address) => address.IndexOf('@', StringComparison.Ordinal) is var at
        && at > 0 && at < address.Length - 1;

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
