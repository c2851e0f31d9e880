using System.Globalization;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Http;
using ClientRegistry.Lookup.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace ClientRegistry.Lookup.Endpoints;

/// <summary><c>GET /changes</c>: what has changed, now or within a while.</summary>
internal sealed partial class FollowChanges(
    ChangeFeed feed,
    ChangeFollower follower,
    ChangeSignal signal,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<FollowChanges> logger) : ILookupOperation
{
    private const int LongestWait = 30;

    public string Name => "changes";

    public async ValueTask<Answered> AnswerAsync(HttpContext context, RingKey key)
    {
        var query = context.Request.Query;
        if (!TryRead(query["after"], long.MaxValue, out var after))
            return await Problem.BadParameter("after must be one sequence, a number not below 0.").AnswerAsync(context);
        if (!TryRead(query["wait"], LongestWait, out var wait))
            return await Problem.BadParameter("wait must be one number of seconds from 0 to 30.").AnswerAsync(context);

        var hold = new Hold(clock, TimeSpan.FromSeconds(wait ?? 0));
        var result = await AnswerAsync(context, key.Environment, after, hold);
        return new Answered(result, hold.Spent);
    }

    private async ValueTask<string> AnswerAsync(HttpContext context, ClientEnvironment environment, long? after, Hold hold)
    {
        ChangePage page;
        try
        {
            page = await ReadAsync(environment, after, hold, context.RequestAborted);
            if (page.Changes.Count > 0) await follower.CatchUpToAsync(page.Changes[^1].Sequence, context.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotRead(logger, e);
            return await Problem.Unavailable.AnswerAsync(context);
        }

        if (after > page.Newest)
        {
            return await Problem.BadParameter(
                "after is beyond the newest sequence: the feed does not know it. Start again at the present, without after.")
                .AnswerAsync(context);
        }

        context.Response.Headers.CacheControl = "no-store";
        JsonText.Respond(context.Response, page, Write);
        return "ok";
    }

    private async Task<ChangePage> ReadAsync(
        ClientEnvironment environment, long? after, Hold hold, CancellationToken aborted)
    {
        if (after is not { } position)
        {
            position = await feed.NewestAsync(aborted);
            if (hold.Longest == TimeSpan.Zero) return new ChangePage([], position, position);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        var until = Task.Delay(hold.Longest, clock, end.Token);
        while (true)
        {
            var changed = signal.Next;
            var page = await feed.ReadAsync(environment, position, aborted);
            if (page.Changes.Count > 0 || page.Newest < position || until.IsCompleted)
            {
                await end.CancelAsync();
                return page;
            }

            await hold.UntilAsync(changed, until);
            aborted.ThrowIfCancellationRequested();
        }
    }

    private static void Write(Utf8JsonWriter json, ChangePage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("changes"u8);
        foreach (var change in page.Changes)
        {
            json.WriteStartObject();
            json.WriteNumber("sequence"u8, change.Sequence);
            json.WriteString(MetadataNames.ClientId, change.ClientId);
            json.WriteString("change"u8, WireName(change.Kind));
            json.WriteNumber("revision"u8, change.Revision);
            json.WriteNumber("at"u8, change.At.ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("next"u8, page.Next);
        json.WriteEndObject();
    }

    private static string WireName(ClientChangeKind kind) => kind switch
    {
        ClientChangeKind.Created => "created",
        ClientChangeKind.Updated => "updated",
        ClientChangeKind.Secrets => "secrets",
        ClientChangeKind.Suspended => "suspended",
        ClientChangeKind.Reinstated => "reinstated",
        _ => "revoked",
    };

    private static bool TryRead(StringValues sent, long most, out long? value)
    {
        value = null;
        if (sent.Count == 0) return true;
        if (sent.Count > 1
            || !long.TryParse(sent[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > most) return false;
        value = number;
        return true;
    }


    /// <summary>The wait that a caller asked for, and how much of it was spent: that is no time of the answer.</summary>
    private sealed class Hold(TimeProvider clock, TimeSpan longest)
    {
        public TimeSpan Longest => longest;

        public TimeSpan Spent { get; private set; }

        public async Task UntilAsync(Task changed, Task over)
        {
            var began = clock.GetTimestamp();
            await Task.WhenAny(changed, over);
            Spent += clock.GetElapsedTime(began);
        }
    }

    [LoggerMessage(EventId = 3031, Level = LogLevel.Error, Message = "ChangeFeedNotRead")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
