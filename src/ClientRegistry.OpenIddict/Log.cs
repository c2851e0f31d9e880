using Microsoft.Extensions.Logging;

namespace ClientRegistry.OpenIddict;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The registry cannot be asked; client {ClientId} served as it was {Seconds} s ago")]
    public static partial void ServedStale(this ILogger logger, Exception e, string clientId, int seconds);

    [LoggerMessage(2, LogLevel.Information, "Client {ClientId} refused by the registry: {Code}")]
    public static partial void ClientRefused(this ILogger logger, string clientId, string code);

    [LoggerMessage(3, LogLevel.Warning, "The registry's change feed is lost; clients are asked for every second until it is back")]
    public static partial void FeedLost(this ILogger logger, Exception e);

    [LoggerMessage(4, LogLevel.Information, "The registry's change feed is followed from {Sequence}")]
    public static partial void FeedFollowed(this ILogger logger, long sequence);

    [LoggerMessage(5, LogLevel.Information, "Secret of client {ClientId} refused by the registry: {Reason}")]
    public static partial void SecretRefused(this ILogger logger, string clientId, string? reason);

    [LoggerMessage(6, LogLevel.Warning, "The registry cannot be asked; secret of client {ClientId} accepted as remembered")]
    public static partial void SecretRemembered(this ILogger logger, Exception e, string clientId);

    [LoggerMessage(7, LogLevel.Information, "Authorization request of client {ClientId} refused: {Reason}, reference {Reference}")]
    public static partial void RequestRefused(this ILogger logger, string clientId, string? reason, string? reference);

    [LoggerMessage(8, LogLevel.Warning, "A refused authorization request of client {ClientId} could not be told to the registry")]
    public static partial void ReportLost(this ILogger logger, Exception e, string clientId);
}
