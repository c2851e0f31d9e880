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
    public static async Task<SaveResult> TrySaveAsync(this RegistryDbContext db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
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
