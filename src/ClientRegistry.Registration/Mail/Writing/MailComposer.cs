using System.Security.Cryptography;
using System.Text.Json;
using ClientRegistry.Core.Mail;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;

namespace ClientRegistry.Registration.Mail.Writing;

/// <summary>Makes the mail that goes out from the row that owes it, at the moment of sending.</summary>
/// <param name="writer">Says it in words.</param>
/// <param name="html">Renders the HTML part.</param>
/// <param name="secrets">Decrypts what travels beside the message.</param>
/// <param name="options">The sender.</param>
/// <param name="portal">The sender's name, and where answers go.</param>
public sealed class MailComposer(
    MailWriter writer,
    MailHtml html,
    MailSecrets secrets,
    IOptions<MailOptions> options,
    IOptions<PortalOptions> portal)
{
    /// <summary>Makes it: text and HTML, nothing that calls home.</summary>
    /// <param name="mail">The row.</param>
    /// <exception cref="CryptographicException">Its secret cannot be read with the keys at hand.</exception>
    /// <exception cref="FormatException">The address is none.</exception>
    public async Task<MimeMessage> ComposeAsync(OutgoingMail mail)
    {
        var content = JsonSerializer.Deserialize<MailMessage>(mail.Payload)!;
        var secret = mail.ProtectedSecret is null ? null : secrets.Unprotect(mail.ProtectedSecret);
        var document = writer.Write(mail, content, secret);

        var message = new MimeMessage
        {
            MessageId = mail.MessageId,
            Subject = document.Subject,
            // When it was put into the queue (RFC 5322 section 3.6.1), so the same at every attempt.
            Date = mail.CreatedAt,
            Body = new MultipartAlternative
            {
                Part(TextFormat.Plain, MailText.Render(document)),
                Part(TextFormat.Html, await html(document)),
            },
        };
        message.From.Add(Sender());
        message.ReplyTo.Add(MailboxAddress.Parse(portal.Value.SupportAddress));
        message.To.Add(Recipient(mail));
        // RFC 3834 section 5: no robot shall answer.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }

    private MailboxAddress Sender()
    {
        var from = MailboxAddress.Parse(options.Value.From);
        if (string.IsNullOrEmpty(from.Name)) from.Name = MailWords.OneLine(portal.Value.Name, 100);
        return from;
    }

    private static MailboxAddress Recipient(OutgoingMail mail) =>
        MailboxAddress.TryParse(mail.RecipientAddress, out var address) && address.Address == mail.RecipientAddress
            ? new MailboxAddress(MailWords.OneLine(mail.RecipientName, 100), mail.RecipientAddress)
            : throw new FormatException("The recipient's address is not a mail address.");

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(System.Text.Encoding.UTF8, text);
        return part;
    }
}
