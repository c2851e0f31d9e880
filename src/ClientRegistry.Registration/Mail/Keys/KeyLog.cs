using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Mail.Keys;

/// <summary>What the keys make the registry say to operators.</summary>
internal static partial class KeyLog
{
    [LoggerMessage(
        LogLevel.Error,
        "Data Protection keys differ: another running process has the keys of this database, this one has not. Give it the "
            + "same DataProtection:KeysDirectory and certificate. Until then it sends no secret that it did not encrypt.")]
    public static partial void Elsewhere(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Data Protection keys are those of this database again.")]
    public static partial void Held(ILogger logger);

    [LoggerMessage(
        LogLevel.Error,
        "Data Protection keys lost: the ones in use since {Since} are not there. Everybody has to sign in again. To have "
            + "them back, restore DataProtection:KeysDirectory from the backup and restart.")]
    public static partial void Replaced(ILogger logger, DateTimeOffset since);

    [LoggerMessage(
        LogLevel.Error,
        "Mails failed because their secrets cannot be opened: {Count}. Issue them again, or restore the Data Protection keys, "
            + "restart and send them again under /admin/mail.")]
    public static partial void MailsLost(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "The watch over the keys stumbled; it goes on.")]
    public static partial void Stumbled(ILogger logger, Exception exception);
}
