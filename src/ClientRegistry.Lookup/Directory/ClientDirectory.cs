using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Telemetry;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace ClientRegistry.Lookup.Directory;

/// <summary>What the directory says to a <c>client_id</c>.</summary>
internal enum DirectoryResult
{
    /// <summary>The database cannot be asked, and nothing is held: nobody knows.</summary>
    Unavailable,

    /// <summary>There is no such client.</summary>
    Unknown,

    /// <summary>This is the client.</summary>
    Found,
}

/// <summary>An answer of the directory.</summary>
/// <param name="Result">What it says.</param>
/// <param name="Entry">The client; null unless found.</param>
/// <param name="Age">How old the answer is when it had to be a stale one, because the database cannot be asked; else null.</param>
internal readonly record struct DirectoryAnswer(DirectoryResult Result, ClientEntry? Entry, TimeSpan? Age);

/// <summary>
/// Clients by their <c>client_id</c>, from memory where possible: one read of the database for each client at a time,
/// answers that outlive the database for a while, and a bounded memory of identifiers that are unknown. What is held is
/// true as long as the change feed is followed, for everything in it is named there when it changes.
/// </summary>
internal sealed partial class ClientDirectory : IDisposable
{
    /// <summary>A read that takes longer is given up; the database is as good as gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>After a read that failed, what is held is not read anew for so long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>With an old answer at hand, nobody waits longer than this for a new one.</summary>
    private static readonly TimeSpan PatienceWithStale = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A client that the feed never names is read anew all the same after one to two of these, since rows that are changed by
    /// hand leave no trace in the feed.
    /// </summary>
    private static readonly TimeSpan ReadAnewAfter = TimeSpan.FromDays(1);

    private readonly ClientReader _reader;
    private readonly BoundedReads _reads;
    private readonly ReadsUnderWay _underWay = new();
    private readonly KnownIdentifiers _known;
    private readonly UnknownIdentifiers _unknown;
    private readonly FeedWatch _watch;
    private readonly LookupOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClientDirectory> _logger;
    private readonly MemoryCache _memory;
    private readonly FusionCache _cache;
    private readonly FusionCacheEntryOptions _evenStale;
    private readonly RecentEntries _recent;
    private readonly long _trust;
    private readonly long _pause;
    private long _pausedAt = Timestamps.Never;
    private long _failures;

    public ClientDirectory(
        ClientReader reader,
        BoundedReads reads,
        KnownIdentifiers known,
        FeedWatch watch,
        IOptions<LookupOptions> options,
        TimeProvider clock,
        ILogger<ClientDirectory> logger)
    {
        (_reader, _reads, _known, _watch) = (reader, reads, known, watch);
        (_options, _clock, _logger) = (options.Value, clock, logger);
        (_trust, _pause) = (clock.TimestampsIn(FeedWatch.Trust), clock.TimestampsIn(Pause));
        _unknown = new UnknownIdentifiers(watch, clock);
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = _options.CacheEntries });
        _cache = new FusionCache(
            new FusionCacheOptions { DisableTagging = true, DefaultEntryOptions = EntryOptions() }, _memory,
            memoryLocker: new LoadLocks());
        _evenStale = EntryOptions().SetAllowStaleOnReadOnly();
        _recent = new RecentEntries(_options.CacheEntries, clock);
    }

    /// <summary>How many clients are held.</summary>
    public int Count => _memory.Count;

    /// <summary>Finds a client; from memory when it is held and fresh.</summary>
    /// <param name="clientId">What was asked for, to the character.</param>
    public ValueTask<DirectoryAnswer> FindAsync(string clientId)
    {
        var now = _clock.GetTimestamp();
        if (_recent.Find(clientId, now) is { } recent && IsFresh(recent, now))
            return new(new DirectoryAnswer(DirectoryResult.Found, recent, null));

        var mark = _recent.Mark;
        var held = _cache.TryGet<ClientEntry?>(clientId);
        if (held is { HasValue: true, Value: { } entry } && IsFresh(entry, now))
        {
            _recent.Keep(entry, now, mark);
            return new(new DirectoryAnswer(DirectoryResult.Found, entry, null));
        }

        // Longer than anything the registry keeps: no need to ask.
        if (clientId.Length > Core.Clients.ClientIdentifier.MaximumLength
            || _unknown.Contains(clientId)
            || _known.IsCertainlyUnknown(clientId))
            return new(new DirectoryAnswer(DirectoryResult.Unknown, null, null));

        // The cache has a clock of its own, which is about as good; this one decides what is too old.
        var isPausing = IsPausing(now);
        if (held is { HasValue: true, Value: not null } && !isPausing) _cache.Expire(clientId);
        return new(ReadAsync(clientId, isPausing));
    }

    /// <summary>What is held of this client is wrong now: it is dropped, and so is what is being read at this moment.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Invalidate(string clientId)
    {
        // In this order: first no read that began before can put anything there, then what is there is removed, and then
        // what was taken from there. Nothing else ever puts an entry into the cache.
        _underWay.Overtake(clientId);
        _unknown.Forget(clientId);
        _cache.Remove(clientId);
        _recent.Drop(clientId);
    }

    /// <summary>Nothing that is held can be trusted.</summary>
    public void InvalidateAll()
    {
        _underWay.OvertakeAll();
        _unknown.Clear();
        _memory.Clear();
        _recent.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        _memory.Dispose();
    }

    private async Task<DirectoryAnswer> ReadAsync(string clientId, bool isPausing)
    {
        var failures = Volatile.Read(ref _failures);
        ClientEntry? entry;
        try
        {
            entry = await _cache.GetOrSetAsync<ClientEntry?>(clientId, (context, _) => LoadAsync(clientId, failures, context));
        }
        catch (Exception e)
        {
            // Whatever it was, it does not mean that there is no such client.
            LogReadFailed(_logger, e);
            return default;
        }

        return entry is null ? new DirectoryAnswer(DirectoryResult.Unknown, null, null) : Judge(entry, isPausing);
    }

    private DirectoryAnswer Judge(ClientEntry entry, bool isPausing)
    {
        var now = _clock.GetTimestamp();
        if (IsFresh(entry, now)) return new DirectoryAnswer(DirectoryResult.Found, entry, null);

        // The database was asked and has not answered, or not in time: for a moment nobody else need wait as long.
        if (!isPausing) Volatile.Write(ref _pausedAt, now);
        var age = _clock.GetElapsedTime(TrueAt(entry), now);
        if (age > _options.MaxStale || !IsHeld(entry)) return default;
        LookupMetrics.Stale.Add(1);
        return new DirectoryAnswer(DirectoryResult.Found, entry, age);
    }

    private async Task<ClientEntry?> LoadAsync(
        string clientId, long failures, FusionCacheFactoryExecutionContext<ClientEntry?> context)
    {
        // What is read is put into the cache here, where it can be told whether it is old already, also when the caller has
        // long gone on with a stale answer.
        context.Options.SetSkipMemoryCacheWrite();
        if (_unknown.Contains(clientId)) return null;

        // Whoever waited behind a read that failed does not wait for one more.
        if (failures != Volatile.Read(ref _failures)) return context.Fail("A read has just failed.");
        if (context.HasStaleValue && IsPausing(_clock.GetTimestamp())) return context.Fail("Reading pauses.");

        // Who is overtaken three times in a row has no answer that is true for longer than a moment.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var reading = _underWay.Begin(clientId);
            var began = _clock.GetTimestamp();
            var row = await ReadRowAsync(clientId);
            var entry = row is null ? null : _reader.ToEntry(clientId, row, began);
            if (reading.TryFinish(() => Keep(clientId, entry, began))) return entry;
        }

        return context.Fail("The client changes faster than it can be read.");
    }

    private async Task<ClientRow?> ReadRowAsync(string clientId)
    {
        try
        {
            return await _reads.RunAsync(ct => _reader.FindAsync(clientId, ct), Patience, CancellationToken.None);
        }
        catch
        {
            Interlocked.Increment(ref _failures);
            Volatile.Write(ref _pausedAt, _clock.GetTimestamp());
            throw;
        }
    }

    private void Keep(string clientId, ClientEntry? entry, long began)
    {
        if (entry is null) _unknown.Remember(clientId, began);
        else _cache.Set(clientId, entry);
    }

    private bool IsPausing(long now) => now - Volatile.Read(ref _pausedAt) < _pause;

    // One that was invalidated while the database was asked in vain is not given.
    private bool IsHeld(ClientEntry entry) =>
        ReferenceEquals(_cache.TryGet<ClientEntry?>(entry.ClientId, _evenStale).GetValueOrDefault(), entry);

    private bool IsFresh(ClientEntry entry, long now) => now - TrueAt(entry) <= _trust;

    // When it was certainly true: when it was read, or when the feed was last followed and did not name it.
    private long TrueAt(ClientEntry entry) => Math.Max(_watch.FollowedAt, entry.LoadedAt);

    private FusionCacheEntryOptions EntryOptions() => new()
    {
        Duration = ReadAnewAfter,
        JitterMaxDuration = ReadAnewAfter,
        Size = 1,
        IsFailSafeEnabled = true,

        // This class decides what is too old; until then the cache must still have it.
        FailSafeMaxDuration = (ReadAnewAfter * 2) + _options.MaxStale,
        FailSafeThrottleDuration = Pause,
        FactorySoftTimeout = PatienceWithStale,
    };

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "LookupReadFailed")]
    private static partial void LogReadFailed(ILogger logger, Exception exception);
}
