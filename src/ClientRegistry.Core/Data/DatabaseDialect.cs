using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Core.Data;

/// <summary>The few things in which the databases differ where EF Core does not hide it. One for each provider.</summary>
public abstract class DatabaseDialect
{
    /// <summary>Collation under which identifiers are the same only when they are so byte by byte; null when that is
    /// the database's own idea already.</summary>
    public abstract string? BinaryCollation { get; }

    /// <summary>Collation under which a search with <c>LIKE</c> takes upper and lower case for the same, whatever the column
    /// and the server say.</summary>
    public abstract string SearchCollation { get; }

    /// <summary>Whether a save failed because a unique index has such a row already.</summary>
    /// <param name="exception">What the save threw.</param>
    public abstract bool IsUniqueViolation(DbUpdateException exception);

    /// <summary>Whether a statement gave up waiting for what somebody else has locked.</summary>
    /// <param name="exception">What the statement or the save threw.</param>
    public abstract bool IsLockTimeout(Exception exception);

    /// <summary>Takes what was overwritten or deleted out of the files of the database, where it keeps older contents of
    /// rows that can be taken out.</summary>
    /// <param name="db">The database.</param>
    /// <param name="ct">Stops it.</param>
    public abstract Task ForgetOverwrittenAsync(RegistryDbContext db, CancellationToken ct);

    /// <summary>Makes a unit of work look where the database is now, and not where a connection that was kept leads.</summary>
    /// <param name="db">A unit of work that is not connected yet.</param>
    public virtual void ConnectAnew(RegistryDbContext db)
    {
    }

    /// <summary>Connections that were kept may lead to what is the database no longer: nobody is given one of them again.</summary>
    /// <param name="db">A unit of work.</param>
    public virtual void ForgetConnections(RegistryDbContext db)
    {
    }
}
