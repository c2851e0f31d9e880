using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Changes;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// A Bloom filter of all identifiers there are: says "certainly unknown" without asking anybody, so that a flood of
/// invented identifiers costs the database nothing. Filled from the database once, and kept by the change feed; while
/// the feed is not followed it says nothing.
/// </summary>
internal sealed class KnownIdentifiers(
    IDbContextFactory<RegistryDbContext> contexts, BoundedReads reads, FeedWatch watch, TimeProvider clock) : IDisposable
{
    private const int PageSize = 10_000;

    /// <summary>How long a page may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly long _trust = clock.TimestampsIn(FeedWatch.Trust);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly Lock _lock = new();
    private BloomFilter? _filter;
    private BloomFilter? _filling;
    private long _forgotten;

    /// <summary>Whether it has to be filled (again): never was, or holds more than it was made for.</summary>
    public bool NeedsFilling => Volatile.Read(ref _filter) is not { IsFull: false };

    /// <summary>Whether there is certainly no such client.</summary>
    /// <param name="clientId">What was asked for.</param>
    public bool IsCertainlyUnknown(string clientId) =>
        Volatile.Read(ref _filter) is { } filter
        && clock.GetTimestamp() - watch.FollowedAt <= _trust
        && !filter.MayContain(clientId);

    /// <summary>There is such a client from now on.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Add(string clientId)
    {
        // In this order: the one that is being filled becomes the other one before it stops being filled.
        Volatile.Read(ref _filling)?.Add(clientId);
        Volatile.Read(ref _filter)?.Add(clientId);
    }

    /// <summary>It is another database: nothing is known of it, nor is what is being read at this moment of use.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _forgotten++;
            Volatile.Write(ref _filter, null);
        }
    }

    /// <summary>
    /// Reads all identifiers if need be, page by page: memory does not grow with their number, and whatever is made
    /// meanwhile is in the feed. So the feed must be followed from a point before this one.
    /// </summary>
    /// <param name="ct">Stops it.</param>
    public async Task FillAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (NeedsFilling) await ReadAllAsync(ct);
        }
        finally
        {
            Volatile.Write(ref _filling, null);
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task ReadAllAsync(CancellationToken ct)
    {
        var forgotten = Volatile.Read(ref _forgotten);
        var filling = new BloomFilter(await ReadAsync((db, token) => db.Clients.CountAsync(token), ct));
        Volatile.Write(ref _filling, filling);
        List<string> page;
        var last = "";
        do
        {
            page = await ReadAsync((db, token) => PageAfterAsync(db, last, token), ct);
            foreach (var clientId in page) filling.Add(clientId);
            if (page.Count > 0) last = page[^1];
        }
        while (page.Count == PageSize);

        lock (_lock)
        {
            if (forgotten == _forgotten) Volatile.Write(ref _filter, filling);
        }
    }

    private static Task<List<string>> PageAfterAsync(RegistryDbContext db, string last, CancellationToken ct) =>
#pragma warning disable CA1309 // The database compares, by its collation, and that is a binary one.
        db.Clients.Where(c => string.Compare(c.ClientId, last) > 0).Select(c => c.ClientId)
            .OrderBy(id => id).Take(PageSize).ToListAsync(ct);
#pragma warning restore CA1309

    private Task<T> ReadAsync<T>(Func<RegistryDbContext, CancellationToken, Task<T>> read, CancellationToken ct) =>
        reads.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                return await read(db, token);
            },
            Patience, ct);
}
