using ClientRegistry.Lookup.Http;
using ClientRegistry.Lookup.Keys;
using ClientRegistry.Lookup.Ledger;
using ClientRegistry.Lookup.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Lookup.Endpoints;

/// <summary>One question of the lookup API.</summary>
internal interface ILookupOperation
{
    /// <summary>Its name in metrics.</summary>
    string Name { get; }

    /// <summary>Answers it.</summary>
    /// <param name="context">The request, authenticated.</param>
    /// <param name="key">The key that asks.</param>
    /// <returns>How it went; for the metrics.</returns>
    ValueTask<Answered> AnswerAsync(HttpContext context, RingKey key);
}

/// <summary>How a question was answered.</summary>
/// <param name="Result">In a word of few.</param>
/// <param name="Waited">How much of the time was a wait that the caller asked for.</param>
internal readonly record struct Answered(string Result, TimeSpan Waited = default)
{
    public static implicit operator Answered(string result) => new(result);
}

/// <summary>
/// What surrounds every question: the lookup key, the metrics, and no failure that is not a problem document. The only
/// thing that opens it is the bearer key; cookies are not looked at.
/// </summary>
internal sealed partial class LookupEndpoint(
    ILookupOperation operation, LookupKeyRing keys, UsageLedger ledger, TimeProvider clock, ILogger<LookupEndpoint> logger)
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    public async Task HandleAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        Answered? answered = null;
        try
        {
            answered = await AnswerAsync(context);
        }
        catch (BadHttpRequestException e)
        {
            answered = await Problem.OfBody(e).AnswerAsync(context);
        }
        catch (Exception e) when (e is ConnectionResetException
            || (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // Nobody listens any more.
        }
        catch (Exception e)
        {
            LogFailed(logger, e, operation.Name);
            if (!context.Response.HasStarted) answered = await Problem.Bug.AnswerAsync(context);
        }
        finally
        {
            TimeSpan? time = answered is { } done ? clock.GetElapsedTime(started) - done.Waited : null;
            LookupMetrics.Record(operation.Name, answered?.Result ?? "aborted", time);
        }
    }

    private async ValueTask<Answered> AnswerAsync(HttpContext context)
    {
        var (key, problem) = await keys.CheckAsync(context.Request.Headers.Authorization);
        if (key is null) return await problem!.AnswerAsync(context);

        var now = clock.GetUtcNow();
        if (key.LastUse.IsWorthNoting(now)) ledger.Leave(new KeyUseNote(now, key.RowId));
        return await operation.AnswerAsync(context, key);
    }


    [LoggerMessage(EventId = 3030, Level = LogLevel.Error, Message = "LookupFailed {Operation}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string operation);
}
