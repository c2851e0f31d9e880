using Microsoft.Extensions.Logging;

namespace ClientRegistry.OpenIddict;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Client {ClientId} is served as it was {Seconds} s ago")]
    public static partial void ServedStale(this ILogger logger, string clientId, int seconds);

    [LoggerMessage(2, LogLevel.Information, "Client {ClientId} refused by the registry: {Code}")]
    public static partial void ClientRefused(this ILogger logger, string clientId, string code);

    [LoggerMessage(3, LogLevel.Warning, "The change feed of the registry at {Address} is lost; clients are asked for every second until it is back")]
    public static partial void FeedLost(this ILogger logger, Exception e, Uri address);

    [LoggerMessage(4, LogLevel.Information, "The registry's change feed is followed from {Sequence}")]
    public static partial void FeedFollowed(this ILogger logger, long sequence);

    [LoggerMessage(5, LogLevel.Information, "Secret of client {ClientId} refused by the registry: {Reason}")]
    public static partial void SecretRefused(this ILogger logger, string clientId, string? reason);

    [LoggerMessage(6, LogLevel.Debug, "Secret of client {ClientId} accepted as remembered")]
    public static partial void SecretRemembered(this ILogger logger, string clientId);

    [LoggerMessage(7, LogLevel.Information, "Authorization request of client {ClientId} refused: {Reason}, reference {Reference}")]
    public static partial void RequestRefused(this ILogger logger, string clientId, string? reason, string? reference);

    [LoggerMessage(8, LogLevel.Information, "A refused authorization request of client {ClientId} could not be told to the registry: {Cause}")]
    public static partial void ReportLost(this ILogger logger, string clientId, string cause);

    [LoggerMessage(9, LogLevel.Warning, "The registry at {Address} cannot be asked; clients and secrets that are known are accepted as they were")]
    public static partial void RegistryIsGone(this ILogger logger, Exception e, Uri address);

    [LoggerMessage(10, LogLevel.Information, "The registry answers again")]
    public static partial void RegistryIsBack(this ILogger logger);

    [LoggerMessage(11, LogLevel.Error, "The registry at {Address} refuses the lookup key; have an administrator issue another one")]
    public static partial void KeyRefused(this ILogger logger, Uri address);

    [LoggerMessage(12, LogLevel.Warning, "The registry's change feed does not go as far as {Sequence}, as after a restored backup; it is followed anew")]
    public static partial void FeedPlaceUnknown(this ILogger logger, long? sequence);

    [LoggerMessage(13, LogLevel.Information, "A request was answered with temporarily_unavailable: {Cause}")]
    public static partial void AnsweredUnavailable(this ILogger logger, string cause);
}
