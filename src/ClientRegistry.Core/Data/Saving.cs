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

/// <summary>Turns the expected refusals of the database into a value: the one place where that is done.</summary>
public static class Saving
{
    /// <summary>Makes the save depend on a row being as it was read, though nothing in the row itself changes.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="row">A row that it has loaded.</param>
    public static void Hold(this RegistryDbContext db, IVersioned row) =>
        db.Entry(row).Property(r => r.ConcurrencyToken).IsModified = true;

    /// <summary>Saves what somebody waits for.</summary>
    /// <typeparam name="T">What success yields.</typeparam>
    /// <param name="db">The unit of work.</param>
    /// <param name="saved">Makes what success yields, after the save.</param>
    /// <param name="overtaken">Makes the refusal when somebody else was first.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The one or the other, or <c>busy</c>.</returns>
    public static Task<Outcome<T>> SaveOrRefuseAsync<T>(
        this RegistryDbContext db, Func<T> saved, Func<Task<RegistryError>> overtaken, CancellationToken ct)
    {
        return SaveAsync().OrBusyAsync();

        async Task<Outcome<T>> SaveAsync() =>
            await db.TrySaveAsync(ct) == SaveResult.Saved ? saved() : await overtaken();
    }

    /// <summary>Turns a save that waited for too long into a refusal.</summary>
    /// <typeparam name="T">What success yields.</typeparam>
    /// <param name="work">What saves.</param>
    /// <returns>What it came to, or <c>busy</c>.</returns>
    public static async Task<Outcome<T>> OrBusyAsync<T>(this Task<Outcome<T>> work)
    {
        try
        {
            return await work;
        }
        catch (DatabaseBusyException)
        {
            return DatabaseBusyException.Refusal;
        }
    }

    /// <summary>Saves what somebody waits for.</summary>
    /// <typeparam name="T">What success yields.</typeparam>
    /// <param name="db">The unit of work.</param>
    /// <param name="saved">Makes what success yields, after the save.</param>
    /// <param name="overtaken">The refusal when somebody else was first.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The one or the other, or <c>busy</c>.</returns>
    public static Task<Outcome<T>> SaveOrRefuseAsync<T>(
        this RegistryDbContext db, Func<T> saved, RegistryError overtaken, CancellationToken ct) =>
        db.SaveOrRefuseAsync(saved, () => Task.FromResult(overtaken), ct);

    /// <summary>Saves, and says whether somebody else was first. Anything else is thrown.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <exception cref="DatabaseBusyException">Somebody else held a lock for too long; nothing was written.</exception>
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
    /// <exception cref="DatabaseBusyException">Somebody else held a lock for too long; nothing was written.</exception>
    public static Task<SaveResult> TryInTransactionAsync(
        this RegistryDbContext db,
        Func<CancellationToken, Task> work,
        Func<CancellationToken, Task<bool>> wasCommitted,
        CancellationToken ct) => TryAsync(db, async () =>
    {
        try
        {
            await db.InTransactionAsync(
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

    /// <summary>Does it in one transaction, once more where the connection was lost.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="work">What to do before the commit.</param>
    /// <param name="wasCommitted">Whether the database has it.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <exception cref="DatabaseBusyException">Somebody else held a lock for too long; nothing was written.</exception>
    public static async Task InTransactionAsync(
        this RegistryDbContext db,
        Func<CancellationToken, Task> work,
        Func<CancellationToken, Task<bool>> wasCommitted,
        CancellationToken ct)
    {
        // A commit that takes too long may be done all the same.
        var isCommitting = false;
        try
        {
            await db.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
                async token =>
                {
                    isCommitting = false;
                    await work(token);
                    isCommitting = true;
                },
                wasCommitted,
                ct);
        }
        catch (Exception e) when (!isCommitting && db.Dialect.IsLockTimeout(e))
        {
            throw new DatabaseBusyException(e);
        }
    }

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
