using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Core.Data;

/// <summary>What a save came to.</summary>
public enum SaveResult
{
    /// <summary>All of it is committed.</summary>
    Saved,

    /// <summary>Somebody else changed one of the rows first; nothing was written.</summary>
    Conflict,

    /// <summary>A unique index has such a row already; nothing was written.</summary>
    Duplicate,
}

/// <summary>Turns the two expected refusals of the database into a value: the one place where that is done.</summary>
public static class Saving
{
    /// <summary>Makes the save depend on a row being as it was read, though nothing in the row itself changes.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="row">A row that it has loaded.</param>
    public static void Hold(this RegistryDbContext db, IVersioned row) =>
        db.Entry(row).Property(r => r.ConcurrencyToken).IsModified = true;

    /// <summary>Saves, and says whether somebody else was first. Anything else is thrown.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="ct">Stops it before the commit.</param>
    public static Task<SaveResult> TrySaveAsync(this RegistryDbContext db, CancellationToken ct) =>
        TryAsync(db, () => db.SaveChangesAsync(ct));

    /// <summary>
    /// Does several saves in one transaction, tells this process of all of them after the commit, and says whether
    /// somebody else was first. Anything else is thrown.
    /// </summary>
    /// <param name="db">The unit of work; forgets what it tracks.</param>
    /// <param name="work">The saves. Called anew, with nothing tracked, when the connection was lost.</param>
    /// <param name="wasCommitted">Whether the database has what <paramref name="work"/> saved.</param>
    /// <param name="ct">Stops it before the commit.</param>
    public static Task<SaveResult> TryInTransactionAsync(
        this RegistryDbContext db,
        Func<CancellationToken, Task> work,
        Func<CancellationToken, Task<bool>> wasCommitted,
        CancellationToken ct) => TryAsync(db, async () =>
    {
        try
        {
            await db.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
                token =>
                {
                    db.ChangeTracker.Clear();
                    db.Unpublished = new Unpublished();
                    return work(token);
                },
                wasCommitted,
                ct);
            db.PublishUnpublished();
        }
        finally
        {
            db.Unpublished = null;
        }
    });

    private static async Task<SaveResult> TryAsync(RegistryDbContext db, Func<Task> save)
    {
        try
        {
            await save();
            return SaveResult.Saved;
        }
        catch (DbUpdateConcurrencyException)
        {
            return SaveResult.Conflict;
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return SaveResult.Duplicate;
        }
    }
}
