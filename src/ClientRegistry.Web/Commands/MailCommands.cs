using System.CommandLine;
using ClientRegistry.Registration.Mail.Signing;

namespace ClientRegistry.Web.Commands;

/// <summary><c>mail dkim-record</c>: what the owner of the sender's domain has to publish.</summary>
internal static class MailCommands
{
    /// <summary>The longest string in a TXT record (RFC 1035 section 3.3); longer text is several strings.</summary>
    private const int LongestString = 255;

    public static Command Create()
    {
        var command = new Command("mail", "Outgoing mail.");
        command.Add(DkimRecord());
        return command;
    }

    private static Command DkimRecord()
    {
        var command = new Command("dkim-record", "Prints the DNS record by which receivers check the signature of mails.");
        command.SetAction((_, ct) => CommandHost.RunUnpreparedAsync(
            (services, _) =>
            {
                if (services.GetRequiredService<DkimSignature>().Record is not var (name, text))
                {
                    return Task.FromResult(CommandLine.Complain(
                        CommandLine.Refused,
                        ["Mails are not signed. Set Mail:Dkim:Domain, Mail:Dkim:Selector and Mail:Dkim:PrivateKeyFile."]));
                }

                var strings = text.Chunk(LongestString).Select(s => $"\"{new string(s)}\"");
                Console.Out.WriteLine($"{name}. IN TXT {string.Join(' ', strings)}");
                return Task.FromResult(CommandLine.Done);
            },
            ct));
        return command;
    }
}
