namespace ClientRegistry.Testing.Smtp;

/// <summary>What a rule does when it applies.</summary>
internal abstract record SmtpAction
{
    private SmtpAction() { }

    internal sealed record Answer(int Code, string Text) : SmtpAction;

    internal sealed record Drop : SmtpAction;

    internal sealed record Raw(ReadOnlyMemory<byte> Bytes, bool ThenClose) : SmtpAction;

    /// <summary>Sends the same piece until the client leaves or the server stops.</summary>
    internal sealed record Endless(ReadOnlyMemory<byte> Piece) : SmtpAction;

    /// <summary>Waits; the conversation then goes on as if the rule were not there.</summary>
    internal sealed record Hold(SmtpGate Gate) : SmtpAction;

    /// <summary>Leaves an extension out of the EHLO answer and refuses its command.</summary>
    internal sealed record Omit(string Extension) : SmtpAction;
}
