using MimeKit;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>What an attempt means for the mail and for the queue.</summary>
public enum SendVerdict
{
    /// <summary>The server took responsibility for the mail.</summary>
    Accepted,

    /// <summary>Not now, for this mail: a 4xx answer about it.</summary>
    Later,

    /// <summary>The connection was lost, or an answer did not come in time, in the middle of this mail.</summary>
    Broken,

    /// <summary>Never, for this mail: a 5xx answer about it.</summary>
    Refused,

    /// <summary>The server cannot be reached or takes nothing at present: no mail has a chance.</summary>
    Unreachable,

    /// <summary>The server refuses us, or must not be trusted: sign-in, certificate, encryption, sender address. No mail has
    /// a chance until a person puts it right, and no mail is to blame.</summary>
    Misconfigured,
}

/// <summary>How an attempt ended.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Answer">The server's own words where it said any; never holds mail content.</param>
public sealed record SendResult(SendVerdict Verdict, string Answer);

/// <summary>A way by which mails leave; there are two.</summary>
public interface IMailTransport
{
    /// <summary>How many mails may be under way at once.</summary>
    int Width { get; }

    /// <summary>Hands one mail over. Expected failures are results, not exceptions.</summary>
    /// <param name="message">The mail; has one recipient.</param>
    /// <param name="fence">Throws at the last moment when the mail must no longer be sent from here.</param>
    /// <param name="ct">Drops the attempt.</param>
    Task<SendResult> SendAsync(MimeMessage message, LeaseFence fence, CancellationToken ct);

    /// <summary>Nothing more to send at present: closes what was kept open.</summary>
    Task RestAsync();
}
