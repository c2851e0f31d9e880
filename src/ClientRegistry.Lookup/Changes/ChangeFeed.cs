using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Changes;

/// <summary>A page of the change feed.</summary>
/// <param name="Changes">In the order of their commits; at most <see cref="ChangeFeed.PageSize"/>.</param>
/// <param name="Next">What to send as <c>after</c> next time.</param>
/// <param name="Newest">The newest sequence of all environments.</param>
internal sealed record ChangePage(IReadOnlyList<ChangeRow> Changes, long Next, long Newest);

/// <summary>A row of the change feed.</summary>
internal sealed record ChangeRow(Guid Id, long Sequence, string ClientId, ClientChangeKind Kind, int Revision, DateTimeOffset At);

/// <summary>A place in this feed. Another feed, or an older state of this one, does not have it.</summary>
/// <param name="Sequence">The sequence; 0 before the first.</param>
/// <param name="Id">Key of the row that has it.</param>
internal readonly record struct FeedMark(long Sequence, Guid Id);

/// <summary>A part of the feed, for a follower.</summary>
/// <param name="Changes">In the order of their commits; at most <see cref="ChangeFeed.PageSize"/>, and none at the end.</param>
/// <param name="Mark">The last of them.</param>
internal sealed record FeedStep(IReadOnlyList<ChangeRow> Changes, FeedMark Mark);

/// <summary>
/// Reads the change feed. Sequences are given under a row lock that is held until commit, so they become visible in
/// their order: whatever is not visible yet is behind everything that is.
/// </summary>
/// <remarks>
/// Each read gives up soon with a <see cref="TimeoutException"/>, so that it is begun anew soon after the database is there
/// again: a node must know within 2 seconds what another one changed.
/// </remarks>
internal sealed class ChangeFeed(IDbContextFactory<RegistryDbContext> contexts)
{
    private const int MostThreads = 4;

    /// <summary>How many changes are on a page at most.</summary>
    public const int PageSize = 1000;

    /// <summary>How long a read may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Apart from the reads of clients: however many of those wait, a change is seen in time.
    private readonly BoundedReads _reads = new(MostThreads);

    /// <summary>The newest sequence of all environments; 0 before the first.</summary>
    /// <param name="ct">Stops it.</param>
    public Task<long> NewestAsync(CancellationToken ct) => ReadAsync(NewestAsync, ct);

    /// <summary>Reads a page.</summary>
    /// <param name="environment">Whose clients.</param>
    /// <param name="after">The sequence after which to begin.</param>
    /// <param name="ct">Stops it.</param>
    public Task<ChangePage> ReadAsync(ClientEnvironment environment, long after, CancellationToken ct) =>
        ReadAsync((db, token) => PageAsync(db, environment, after, token), ct);

    /// <summary>The end of the feed.</summary>
    /// <param name="ct">Stops it.</param>
    public Task<FeedMark> EndAsync(CancellationToken ct) => ReadAnewAsync(EndAsync, ct);

    /// <summary>Reads what lies behind a mark, for a follower that must miss nothing.</summary>
    /// <param name="mark">How far the follower is.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when this feed does not have the mark: it is not the feed that was followed.</returns>
    public Task<FeedStep?> FollowAsync(FeedMark mark, CancellationToken ct) =>
        ReadAnewAsync((db, token) => StepAsync(db, mark, token), ct);

    /// <summary>What others of this process still have connections to may not be the database that was just read.</summary>
    public void ForgetConnections()
    {
        using var db = contexts.CreateDbContext();
        db.Dialect.ForgetConnections(db);
    }

    private Task<T> ReadAsync<T>(Func<RegistryDbContext, CancellationToken, Task<T>> read, CancellationToken ct) =>
        _reads.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                return await read(db, token);
            },
            Patience, ct);

    // Whoever follows must notice when the database is another one.
    private Task<T> ReadAnewAsync<T>(Func<RegistryDbContext, CancellationToken, Task<T>> read, CancellationToken ct) =>
        ReadAsync(
            (db, token) =>
            {
                db.Dialect.ConnectAnew(db);
                return read(db, token);
            },
            ct);

    private static async Task<ChangePage> PageAsync(
        RegistryDbContext db, ClientEnvironment environment, long after, CancellationToken ct)
    {
        // First the end, then what lies before it: what is committed in between is left for the next page.
        var newest = await NewestAsync(db, ct);
        if (newest <= after) return new ChangePage([], after, newest);

        var changes = await db.ClientChanges.AsNoTracking()
            .Where(c => c.Sequence > after && c.Sequence <= newest && c.Environment == environment)
            .OrderBy(c => c.Sequence)
            .Take(PageSize)
            .Select(c => new ChangeRow(c.Id, c.Sequence, c.ClientId, c.Kind, c.Revision, c.At))
            .ToListAsync(ct);
        return new ChangePage(changes, changes.Count == PageSize ? changes[^1].Sequence : newest, newest);
    }

    private static async Task<FeedStep?> StepAsync(RegistryDbContext db, FeedMark mark, CancellationToken ct)
    {
        var end = await EndAsync(db, ct);
        if (end == mark) return new FeedStep([], mark);

        // With the marked row itself, to see that it is still there.
        var rows = await db.ClientChanges.AsNoTracking()
            .Where(c => c.Sequence >= mark.Sequence && c.Sequence <= end.Sequence)
            .OrderBy(c => c.Sequence)
            .Take(PageSize + 1)
            .Select(c => new ChangeRow(c.Id, c.Sequence, c.ClientId, c.Kind, c.Revision, c.At))
            .ToListAsync(ct);
        if (mark.Sequence > 0)
        {
            if (rows.Count == 0 || rows[0].Id != mark.Id) return null;
            rows.RemoveAt(0);
        }

        return rows.Count == 0 ? null : new FeedStep(rows, new FeedMark(rows[^1].Sequence, rows[^1].Id));
    }

    private static Task<FeedMark> EndAsync(RegistryDbContext db, CancellationToken ct) => db.ClientChanges.AsNoTracking()
        .OrderByDescending(c => c.Sequence)
        .Select(c => new FeedMark(c.Sequence, c.Id))
        .FirstOrDefaultAsync(ct);

    private static async Task<long> NewestAsync(RegistryDbContext db, CancellationToken ct) => (await EndAsync(db, ct)).Sequence;
}
