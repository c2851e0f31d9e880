using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>Whether the database has the schema that this version needs, and how it gets it.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="options">Says whether a start may change the schema.</param>
/// <param name="clock">Measures how long another process is waited for.</param>
/// <param name="logger">Tells what was done.</param>
internal sealed class Schema(
    IDbContextFactory<RegistryDbContext> contexts,
    IOptions<DatabaseOptions> options,
    TimeProvider clock,
    ILogger<Schema> logger)
{
    /// <summary>How long another process is given to finish its migration.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Names of the migrations that the database lacks.</summary>
    /// <param name="ct">Stops waiting.</param>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. await db.Database.GetPendingMigrationsAsync(ct)];
    }

    /// <summary>Migrates where the configuration allows it.</summary>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="StartRefusedException">Migrations are pending, and it does not.</exception>
    public async Task ReadyAsync(CancellationToken ct = default)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct)) await SqlServerCondition.SignInAsync(db, ct);
        var pending = await PendingAsync(ct);
        if (pending.Count == 0) return;
        if (!options.Value.MigratesOnStart)
        {
            throw new StartRefusedException(
                $"Database:MigrateOnStart: is false, and the database lacks {string.Join(", ", pending)}. "
                + "Run the command migrate first, or set it to true.");
        }

        await MigrateAsync(ct);
    }

    /// <summary>Brings the database to the current schema. Does nothing when it is there.</summary>
    /// <param name="ct">Stops waiting; a migration that was begun is finished.</param>
    /// <returns>The migrations that were applied.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await SqlServerCondition.SignInAsync(db, ct);
        using var _ = await LockAsync(db, ct);

        // Looked at under the lock: another process may have been faster, and EF Core asks for its own lock even when
        // there is nothing to do.
        IReadOnlyList<string> pending = [.. await db.Database.GetPendingMigrationsAsync(ct)];
        if (pending.Count == 0) return pending;

        await db.Database.MigrateAsync(CancellationToken.None);
        Log.DatabaseMigrated(logger, pending);
        return pending;
    }

    /// <summary>Tells the operator when lookups will wait for imports.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task WarnOfWaitingReadersAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await SqlServerCondition.ReadersWaitAsync(db, ct))
            Log.ReadersWait(logger, db.Database.GetDbConnection().Database);
    }

    private async Task<IDisposable?> LockAsync(RegistryDbContext db, CancellationToken ct)
    {
        if (!db.Database.IsSqlite()) return null;

        var file = db.Database.GetDbConnection().DataSource;
        var held = await SqliteMigrationLock.TakeAsync(file, Patience, clock, ct);
        await SqliteDatabase.MakeFileAsync(file, ct);
        if (await SqliteMigrationLock.ClearStaleAsync(db, ct)) Log.MigrationLockTakenOver(logger);
        return held;
    }
}
