using MimeKit;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>Makes a mail that only its recipient can read of one that everybody can.</summary>
internal static class EncryptedMail
{
    /// <summary>The fields that go inside with the body, and may stand outside too. The subject goes inside only.</summary>
    private static readonly HeaderId[] Protected =
        [HeaderId.Subject, HeaderId.From, HeaderId.To, HeaderId.Date, HeaderId.MessageId, HeaderId.ReplyTo];

    /// <summary>Encrypts body and subject. What else is outside stays: recipient, date, Message-ID.</summary>
    /// <param name="message">The mail; changed in place.</param>
    /// <param name="key">To whom.</param>
    /// <param name="subject">What everybody may read instead of the subject.</param>
    public static void Encrypt(MimeMessage message, RecipientKey key, string subject)
    {
        var body = message.Body!;
        Protect(message, body, subject);
        message.Body = null;
        message.Subject = subject;
        message.Body = key.Encrypt(Canonical(body));
        body.Dispose();
    }

    /// <summary>RFC 9788 section 4: the inner copy of the header, and which of its fields differ outside.</summary>
    private static void Protect(MimeMessage message, MimeEntity body, string subject)
    {
        foreach (var id in Protected)
        {
            if (message.Headers[id] is not { } value) continue;
            var field = id.ToHeaderName();
            body.Headers.Add(field, value);
            body.Headers.Add("HP-Outer", $"{field}: {(id == HeaderId.Subject ? subject : value)}");
        }

        body.ContentType.Parameters["hp"] = "cipher";
        // What programs older than RFC 9788 look for.
        body.ContentType.Parameters["protected-headers"] = "v1";
    }

    /// <summary>RFC 3156 section 3 and RFC 8551 section 3.1.1: lines end in CRLF before they are encrypted.</summary>
    private static byte[] Canonical(MimeEntity body)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        using var stream = new MemoryStream();
        body.WriteTo(options, stream);
        return stream.ToArray();
    }
}
