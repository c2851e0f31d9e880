using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(EncryptionKeyChanged m) => (
        m.IsRemoved
            ? $"Encryption of your mails from {Short(portal.Value.Name)} ended"
            : $"Encryption of your mails from {Short(portal.Value.Name)} was changed",
        [
            new Paragraph(
                (m.IsRemoved
                    ? $"The {m.Kind.InWords()} of your account was removed"
                    : $"An {m.Kind.InWords()} was put on file for your account")
                + $" on {MailWords.Time(m.At)}"
                + (m.RemoteAddress is null ? ". " : $" from {m.RemoteAddress}. ")
                + (m.IsRemoved
                    ? "Mails with credentials to you are no longer encrypted."
                    : "Mails with credentials to you are encrypted to it from now on.")),
            new Facts([new Fact("Fingerprint", m.Fingerprint, IsExact: true)]),
            new Paragraph(
                $"If it was not you, change your password and the key at once, and write to {Support}."),
            new NextStep("See the key on file", links.Encryption()),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(EncryptionKeyUnusable m) => (
        $"Your {m.Kind.InWords()} could not be used",
        [
            new Paragraph(
                $"The credentials of the client \"{m.ClientName}\" could not be encrypted to the {m.Kind.InWords()} that is "
                + "on file for you. You get a link to them instead, in a mail of its own. Nothing was sent in clear."),
            new Facts([new Fact("Fingerprint", m.Fingerprint, IsExact: true)]),
            new Quotation("What is wrong with it", m.Why),
            new NextStep("Put another key on file, or remove this one", links.Encryption()),
        ]);
}
