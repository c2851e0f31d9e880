using System.Text;

namespace ClientRegistry.Testing.Smtp;

/// <summary>One mail transaction: what MAIL FROM and RCPT TO said, and the content.</summary>
internal sealed class SmtpTransaction
{
    private readonly List<string> _recipients = [];

    internal required string From { get; init; }

    internal bool EightBitMime { get; init; }

    internal bool SmtpUtf8 { get; init; }

    internal IReadOnlyList<string> Recipients => _recipients;

    internal byte[] Raw { get; set; } = [];

    /// <summary>True once the message was recorded; a script may have it recorded before the answer goes wrong.</summary>
    internal bool Accepted { get; set; }

    internal void Add(string recipient) => _recipients.Add(recipient);

    /// <summary>Reads the address and parameters of MAIL or RCPT (RFC 5321 section 4.1.1); null when malformed.</summary>
    internal static (string Address, string[] Parameters)? Parse(string line, string verb)
    {
        if (!line.StartsWith(verb + ":<", StringComparison.OrdinalIgnoreCase))
            return null;
        var end = line.IndexOf('>', StringComparison.Ordinal);
        if (end < 0 || (end + 1 < line.Length && line[end + 1] != ' '))
            return null;
        var parameters = line[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (line[(verb.Length + 2)..end], parameters);
    }

    /// <summary>Begins a transaction, or says with which answer it is refused.</summary>
    internal static (SmtpTransaction? Transaction, int Code, string Text) Begin(
        string line, SmtpTestServerOptions options)
    {
        if (Parse(line, "MAIL FROM") is not var (from, parameters))
            return (null, 501, "5.5.4 Syntax: MAIL FROM:<address>");
        var eightBit = false;
        var utf8 = false;
        foreach (var parameter in parameters)
        {
            var word = parameter.ToUpperInvariant();
            if (word == "BODY=8BITMIME" && options.EightBitMime)
                eightBit = true;
            else if (word == "SMTPUTF8" && options.SmtpUtf8)
                utf8 = true;
            else if (word.StartsWith("SIZE=", StringComparison.Ordinal) && long.TryParse(word[5..], out var size))
            {
                if (size > options.MaxMessageSize)
                    return (null, 552, "5.3.4 Message too big");
            }
            else if (word is not "BODY=7BIT")
                return (null, 555, $"5.5.4 Unknown parameter {parameter}");
        }

        if (!utf8 && !Ascii.IsValid(from))
            return (null, 553, "5.6.7 Address needs SMTPUTF8");
        return (new SmtpTransaction { From = from, EightBitMime = eightBit, SmtpUtf8 = utf8 }, 250, "2.1.0 Sender ok");
    }
}
