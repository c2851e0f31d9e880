using ClientRegistry.Core.Mail;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>What the sending of mail says to operators. Names mails by their row key; never an address or a content.</summary>
internal static partial class MailLog
{
    [LoggerMessage(LogLevel.Information, "Mail sent: {MailId} {Kind}, attempt {Attempt}.")]
    public static partial void Sent(ILogger logger, Guid mailId, string kind, int attempt);

    [LoggerMessage(LogLevel.Warning, "Mail not sent: {MailId} {Kind}, attempt {Attempt}, {Verdict}, now {State}: {Answer}")]
    public static partial void NotSent(
        ILogger logger, Guid mailId, string kind, int attempt, SendVerdict verdict, MailState state, string answer);

    [LoggerMessage(LogLevel.Warning, "Mail not sent: {MailId} {Kind} could not be encrypted; a claim link goes out instead.")]
    public static partial void GaveWay(ILogger logger, Guid mailId, string kind);

    [LoggerMessage(LogLevel.Warning, "Mail lease lost: {MailId}; another worker has it, nothing was written.")]
    public static partial void LeaseLost(ILogger logger, Guid mailId);

    [LoggerMessage(LogLevel.Warning, "Mail lease not renewed: {MailId}.")]
    public static partial void LeaseNotRenewed(ILogger logger, Guid mailId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Mail outcome not recorded: {MailId}; it goes out again under the same Message-ID.")]
    public static partial void NotRecorded(ILogger logger, Guid mailId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Mail not composed: {MailId} {Kind}.")]
    public static partial void NotComposed(ILogger logger, Guid mailId, string kind, Exception exception);

    [LoggerMessage(LogLevel.Error, "Mail queue paused until somebody puts it right: {Cause}")]
    public static partial void Paused(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Warning, "Mail server unreachable, the queue waits: {Cause}")]
    public static partial void Unreachable(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Information, "Mail goes out again.")]
    public static partial void Resumed(ILogger logger);

    [LoggerMessage(LogLevel.Error, "Mail worker stumbled; it goes on.")]
    public static partial void Stumbled(ILogger logger, Exception exception);
}
