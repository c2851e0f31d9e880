using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Telemetry;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace ClientRegistry.Lookup.Directory;

/// <summary>What the directory says to a <c>client_id</c>.</summary>
public enum DirectoryResult
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
public readonly record struct DirectoryAnswer(DirectoryResult Result, ClientEntry? Entry, TimeSpan? Age);

/// <summary>
/// Clients by their <c>client_id</c>, from memory where possible: one read of the database for each client at a time,
/// answers that outlive the database for a while, and a bounded memory of identifiers that are unknown. What is held is
/// true as long as the change feed is followed, for everything in it is named there when it changes.
/// </summary>
public sealed partial class ClientDirectory : IDisposable
{
    /// <summary>A read that takes longer is given up; the database is as good as gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>After a read that failed, what is held is not read anew for so long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>With an old answer at hand, nobody waits longer than this for a new one.</summary>
    private static readonly TimeSpan PatienceWithStale = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// About so often a client is read anew although the feed named it never: who changes the database by hand writes no
    /// feed.
    /// </summary>
    private static readonly TimeSpan ReadAnewAfter = TimeSpan.FromDays(1);

    private readonly ClientReader _reader;
    private readonly InvalidationEpochs _epochs;
    private readonly KnownIdentifiers _known;
    private readonly UnknownIdentifiers _unknown;
    private readonly FeedWatch _watch;
    private readonly LookupOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClientDirectory> _logger;
    private readonly MemoryCache _memory;
    private readonly FusionCache _cache;
    private readonly RecentEntries _recent;
    private long _failedAtTicks;

    internal ClientDirectory(
        ClientReader reader,
        InvalidationEpochs epochs,
        KnownIdentifiers known,
        FeedWatch watch,
        IOptions<LookupOptions> options,
        TimeProvider clock,
        ILogger<ClientDirectory> logger)
    {
        (_reader, _epochs, _known, _watch) = (reader, epochs, known, watch);
        (_options, _clock, _logger) = (options.Value, clock, logger);
        _unknown = new UnknownIdentifiers(epochs, clock);
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = _options.CacheEntries });
        _cache = new FusionCache(
            new FusionCacheOptions { DisableTagging = true, DefaultEntryOptions = EntryOptions() }, _memory,
            memoryLocker: new LoadLocks());
        _recent = new RecentEntries(_options.CacheEntries);
    }

    /// <summary>How many clients are held.</summary>
    public int Count => _memory.Count;

    /// <summary>Finds a client; from memory when it is held and fresh.</summary>
    /// <param name="clientId">What was asked for, to the character.</param>
    public ValueTask<DirectoryAnswer> FindAsync(string clientId)
    {
        var now = _clock.GetUtcNow();
        if (_recent.Find(clientId, now) is { } recent && IsGood(recent, now))
            return new(new DirectoryAnswer(DirectoryResult.Found, recent, null));

        var held = _cache.TryGet<ClientEntry?>(clientId);
        if (held is { HasValue: true, Value: { } entry } && IsGood(entry, now))
        {
            _recent.Keep(entry, now);
            return new(new DirectoryAnswer(DirectoryResult.Found, entry, null));
        }

        // Longer than anything the registry keeps: no need to ask.
        if (clientId.Length > Core.Clients.ClientIdentifier.MaximumLength
            || _unknown.Contains(clientId)
            || _known.IsCertainlyUnknown(clientId))
            return new(new DirectoryAnswer(DirectoryResult.Unknown, null, null));

        // The cache has a clock of its own, which is about as good; this one decides what is too old.
        if (held is { HasValue: true, Value: not null } && !IsPausing) _cache.Expire(clientId);
        return new(ReadAsync(clientId));
    }

    /// <summary>What is held of this client is wrong now: it is dropped, and so is what is being read at this moment.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Invalidate(string clientId)
    {
        _epochs.Advance(clientId);
        _cache.Remove(clientId);
        _recent.Drop(clientId);
    }

    /// <summary>Nothing that is held can be trusted.</summary>
    public void InvalidateAll()
    {
        _epochs.AdvanceAll();
        _memory.Clear();
        _recent.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        _memory.Dispose();
    }

    private async Task<DirectoryAnswer> ReadAsync(string clientId)
    {
        // A read that began before a commit may have been joined, or may have ended after it: then once more. Who is
        // overtaken three times in a row has no answer that is true for longer than a moment.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            ClientEntry? entry;
            try
            {
                entry = await _cache.GetOrSetAsync<ClientEntry?>(clientId, (context, ct) => LoadAsync(clientId, context, ct));
            }
            catch (Exception e)
            {
                // Whatever it was, it does not mean that there is no such client.
                LogReadFailed(_logger, e);
                return default;
            }

            if (entry is null) return new DirectoryAnswer(DirectoryResult.Unknown, null, null);
            if (IsCurrent(entry)) return Judge(entry);
            _cache.Remove(clientId);
        }

        return default;
    }

    private DirectoryAnswer Judge(ClientEntry entry)
    {
        var age = Age(entry, _clock.GetUtcNow());
        if (age <= _options.CacheLifetime) return new DirectoryAnswer(DirectoryResult.Found, entry, null);
        if (age > _options.MaxStale) return default;
        LookupMetrics.Stale.Add(1);
        return new DirectoryAnswer(DirectoryResult.Found, entry, age);
    }

    private async Task<ClientEntry?> LoadAsync(
        string clientId, FusionCacheFactoryExecutionContext<ClientEntry?> context, CancellationToken ct)
    {
        var epoch = _epochs.Of(clientId);
        ClientRow? row;
        try
        {
            row = await _reader.FindAsync(clientId, ct);
        }
        catch
        {
            Volatile.Write(ref _failedAtTicks, _clock.GetUtcNow().UtcTicks);
            throw;
        }

        if (row is not null) return _reader.ToEntry(clientId, row, epoch, _clock.GetUtcNow());

        _unknown.Remember(clientId, epoch);
        context.Options.SetSkipMemoryCacheWrite();
        return null;
    }

    private bool IsPausing => _clock.GetUtcNow().UtcTicks - Volatile.Read(ref _failedAtTicks) < Pause.Ticks;

    private bool IsGood(ClientEntry entry, DateTimeOffset now) => IsCurrent(entry) && Age(entry, now) <= _options.CacheLifetime;

    private bool IsCurrent(ClientEntry entry) => entry.Epoch == _epochs.Of(entry.ClientId);

    // How long ago it was certainly true: when it was read, or when the feed was last followed and did not name it.
    private TimeSpan Age(ClientEntry entry, DateTimeOffset now)
    {
        var followed = _watch.FollowedAt;
        return now - (followed > entry.LoadedAt ? followed : entry.LoadedAt);
    }

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
        FactoryHardTimeout = Patience,
    };

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "LookupReadFailed")]
    private static partial void LogReadFailed(ILogger logger, Exception exception);
}
