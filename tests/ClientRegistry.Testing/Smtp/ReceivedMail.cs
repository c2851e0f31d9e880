using MimeKit;

namespace ClientRegistry.Testing.Smtp;

/// <summary>A message for which the server took responsibility, whether or not the client learnt of it.</summary>
public sealed record ReceivedMail
{
    /// <summary>Place in the order of arrival, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>Envelope sender; empty for the null sender.</summary>
    public required string EnvelopeFrom { get; init; }

    /// <summary>Envelope recipients that were accepted, in the order given.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>The message to the byte, dots unstuffed, without the final dot.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>True when it came over an encrypted connection.</summary>
    public required bool Encrypted { get; init; }

    /// <summary>Who had signed in; null when nobody did.</summary>
    public string? AuthenticatedAs { get; init; }

    /// <summary>Number of the connection it came by, from 1.</summary>
    public required int Connection { get; init; }

    /// <summary>True when the client announced BODY=8BITMIME.</summary>
    public bool EightBitMime { get; init; }

    /// <summary>True when the client announced SMTPUTF8.</summary>
    public bool SmtpUtf8 { get; init; }

    /// <summary>The Message-ID without its angle brackets; null when there is none.</summary>
    public string? MessageId => Parse().MessageId;

    /// <summary>Reads the bytes as a message; a new one at each call.</summary>
    public MimeMessage Parse()
    {
        using MemoryStream stream = new(Raw.ToArray(), writable: false);
        return MimeMessage.Load(stream);
    }
}
