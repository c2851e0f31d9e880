namespace ClientRegistry.Testing.Smtp;

/// <summary>What the server knows at one step of one conversation; rules are matched against it.</summary>
public sealed record SmtpMoment
{
    /// <summary>Which step this is.</summary>
    public required SmtpStep Step { get; init; }

    /// <summary>Number of the connection since the server was created, from 1.</summary>
    public required int Connection { get; init; }

    /// <summary>The client's command line; empty at steps without one.</summary>
    public required string Line { get; init; }

    /// <summary>True when the conversation is encrypted.</summary>
    public required bool Encrypted { get; init; }

    /// <summary>Who signed in; null when nobody did.</summary>
    public string? AuthenticatedAs { get; init; }

    /// <summary>Envelope sender; null outside a mail transaction.</summary>
    public string? MailFrom { get; init; }

    /// <summary>At <see cref="SmtpStep.RcptTo"/> the one asked about, afterwards all accepted ones.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The message with dots unstuffed; empty before <see cref="SmtpStep.EndOfData"/>.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }
}
