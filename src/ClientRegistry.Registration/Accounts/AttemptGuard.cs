using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Whether an attempt may be made, and how long the next has to wait.</summary>
/// <param name="Allowed">Whether it may be made.</param>
/// <param name="BlockedUntil">When the next one is allowed; null when at once. With an allowed attempt: it was the
/// last.</param>
public sealed record AttemptPermit(bool Allowed, DateTimeOffset? BlockedUntil);

/// <summary>Bounds what is tried for an address, on all nodes together and for every address alike.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class AttemptGuard(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    private const int Patience = 20;

    /// <summary>Counts an attempt; ask before making it.</summary>
    /// <param name="limit">What is allowed.</param>
    /// <param name="address">For which address.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="DatabaseBusyException">It could not be counted.</exception>
    public async Task<AttemptPermit> TakeAsync(AttemptLimit limit, string address, CancellationToken ct)
    {
        var key = AttemptTally.KeyOf(limit, address);
        var now = clock.GetUtcNow();
        for (var i = 0; i < Patience; i++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var tally = await db.AttemptTallies.SingleOrDefaultAsync(t => t.Key == key, ct);
            if (tally is null)
            {
                await ForgetOldAsync(db, now, ct);
                db.Add(tally = new AttemptTally(key));
            }

            if (!tally.TryTake(limit, now)) return new AttemptPermit(false, tally.BlockedUntil);
            if (await db.TrySaveAsync(ct) == SaveResult.Saved) return new AttemptPermit(true, tally.BlockedUntil);
        }

        // So many at the same moment for one address are no person.
        return new AttemptPermit(false, now + TimeSpan.FromMinutes(1));
    }

    /// <summary>Forgets what was tried: the person has proven who they are.</summary>
    /// <param name="limit">What was tried.</param>
    /// <param name="address">For which address.</param>
    /// <param name="ct">Stops it.</param>
    public async Task ForgetAsync(AttemptLimit limit, string address, CancellationToken ct)
    {
        var key = AttemptTally.KeyOf(limit, address);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await DeleteAsync(db, db.AttemptTallies.Where(t => t.Key == key), ct);
    }

    private static Task ForgetOldAsync(RegistryDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var old = now - TimeSpan.FromDays(2);
        return DeleteAsync(db, db.AttemptTallies.Where(t => t.LastAt < old), ct);
    }

    /// <summary>What is gone already may be deleted once more.</summary>
    private static Task DeleteAsync(RegistryDbContext db, IQueryable<AttemptTally> tallies, CancellationToken ct) =>
        db.InTransactionAsync(token => tallies.ExecuteDeleteAsync(token), _ => Task.FromResult(false), ct);
}
