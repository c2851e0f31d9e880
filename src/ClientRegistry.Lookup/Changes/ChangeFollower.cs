using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Lookup.Changes;

/// <summary>
/// Keeps this node's memory true: drops what this process changes at the moment of its commit, and what other processes
/// change as the change feed shows it. Reads the lookup keys anew, and all identifiers if need be, in the same rhythm.
/// </summary>
internal sealed partial class ChangeFollower : BackgroundService
{
    private readonly ClientDirectory _directory;
    private readonly KnownIdentifiers _known;
    private readonly FeedWatch _watch;
    private readonly LookupKeyRing _keys;
    private readonly ChangeFeed _feed;
    private readonly ChangeSignal _signal;
    private readonly Commits _commits;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger<ChangeFollower> _logger;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private FeedMark? _mark;
    private long _followedTo = -1;

    public ChangeFollower(
        ClientDirectory directory,
        KnownIdentifiers known,
        FeedWatch watch,
        LookupKeyRing keys,
        ChangeFeed feed,
        ChangeSignal signal,
        Commits commits,
        IOptions<LookupOptions> options,
        TimeProvider clock,
        ILogger<ChangeFollower> logger)
    {
        (_directory, _known, _watch, _keys) = (directory, known, watch, keys);
        (_feed, _signal, _commits) = (feed, signal, commits);
        (_interval, _clock, _logger) = (options.Value.ChangePollInterval, clock, logger);
        _commits.ClientsChanged += DropChanged;
        _commits.LookupKeysChanged += _keys.Put;
    }

    /// <summary>Reads the feed to its end and drops what changed.</summary>
    /// <param name="ct">Stops it.</param>
    public Task CatchUpAsync(CancellationToken ct) => CatchUpToAsync(long.MaxValue, Timeout.InfiniteTimeSpan, ct);

    /// <summary>The same, unless it has come that far: who was told of a change must not be answered as before it.</summary>
    /// <param name="sequence">How far in the feed.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="TimeoutException">It is being read for longer than a caller may be kept waiting.</exception>
    public Task CatchUpToAsync(long sequence, CancellationToken ct) => CatchUpToAsync(sequence, ChangeFeed.Patience, ct);

    private async Task CatchUpToAsync(long sequence, TimeSpan patience, CancellationToken ct)
    {
        if (Volatile.Read(ref _followedTo) >= sequence) return;
        if (!await _oneAtATime.WaitAsync(patience, ct)) throw new TimeoutException("The change feed is still being read.");
        try
        {
            if (_followedTo >= sequence) return;

            var now = _clock.GetTimestamp();
            await FollowAsync(ct);
            _watch.Followed(now);
        }
        catch
        {
            _feed.ForgetConnections();
            throw;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        if (_mark is not { } mark)
        {
            // What was read before the feed is followed may have changed unseen.
            await BeginAsync(ct);
            return;
        }

        for (var isFirst = true; ; isFirst = false)
        {
            var step = await _feed.FollowAsync(mark, ct);
            if (step?.Changes.Count == 0) return;

            // Also when the feed just goes on: it may be that of a file that was put in the place of the one others have open.
            if (isFirst) _feed.ForgetConnections();
            if (step is null)
            {
                // Another database than before, or an older state of it: nobody knows what else changed.
                await BeginAsync(ct);
                _signal.Raise();
                return;
            }

            foreach (var change in step.Changes) Drop(change.ClientId, change.Kind);
            _mark = mark = step.Mark;
            Volatile.Write(ref _followedTo, mark.Sequence);
            _signal.Raise();
        }
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        // Once more when the end is known: what began to be filled in between may lack what was made before the end.
        _known.Forget();
        var end = await _feed.EndAsync(ct);
        _known.Forget();
        _mark = end;
        _directory.InvalidateAll();
        Volatile.Write(ref _followedTo, end.Sequence);
    }

    public override void Dispose()
    {
        _commits.ClientsChanged -= DropChanged;
        _commits.LookupKeysChanged -= _keys.Put;
        _oneAtATime.Dispose();
        base.Dispose();
    }

    // Each on its own: none waits for another, and none is left out because another one fails.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync("change feed", CatchUpAsync, stoppingToken),
        RepeatAsync("lookup keys", _keys.RefreshAsync, stoppingToken),
        RepeatAsync("known identifiers", FillAsync, stoppingToken));

    private Task FillAsync(CancellationToken ct) =>
        Volatile.Read(ref _followedTo) >= 0 && _known.NeedsFilling ? _known.FillAsync(ct) : Task.CompletedTask;

    private async Task RepeatAsync(string what, Func<CancellationToken, Task> follow, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(_interval, _clock);
        var failing = false;
        do
        {
            try
            {
                await follow(ct);
                if (failing) LogFollowingAgain(_logger, what);
                failing = false;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // Once, not each second for as long as the database is gone.
                if (!failing) LogNotFollowing(_logger, e, what);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private void DropChanged(IReadOnlyList<ClientChange> changes)
    {
        foreach (var change in changes) Drop(change.ClientId, change.Kind);
        _signal.Raise();
    }

    private void Drop(string clientId, ClientChangeKind kind)
    {
        if (kind == ClientChangeKind.Created) _known.Add(clientId);
        _directory.Invalidate(clientId);
    }

    [LoggerMessage(EventId = 3020, Level = LogLevel.Error, Message = "DatabaseNotFollowed {What}")]
    private static partial void LogNotFollowing(ILogger logger, Exception exception, string what);

    [LoggerMessage(EventId = 3021, Level = LogLevel.Information, Message = "DatabaseFollowedAgain {What}")]
    private static partial void LogFollowingAgain(ILogger logger, string what);
}
