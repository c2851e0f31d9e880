using ClientRegistry.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Migrations.Sqlite;

/// <summary>SQLite compares text byte by byte by itself.</summary>
public sealed class SqliteDialect : DatabaseDialect
{
    private const int ConstraintUnique = 2067;
    private const int ConstraintPrimaryKey = 1555;
    private const int Busy = 5;

    /// <inheritdoc/>
    public override string? BinaryCollation => null;

    /// <summary>Of ASCII letters only: SQLite knows no other case.</summary>
    public override string SearchCollation => "NOCASE";

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    /// <inheritdoc/>
    public override bool IsLockTimeout(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException) is SqliteException { SqliteErrorCode: Busy };

    /// <summary>Empties the write-ahead log: until then it holds each page as it was after each commit. When somebody is just
    /// reading or writing SQLite refuses at once; the next time will do.</summary>
    /// <param name="db">The database.</param>
    /// <param name="ct">Stops it.</param>
    public override Task ForgetOverwrittenAsync(RegistryDbContext db, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", ct);

    /// <summary>A connection stays with the file it was opened on, also when that is moved, deleted or replaced.</summary>
    /// <param name="db">A unit of work that is not connected yet.</param>
    public override void ConnectAnew(RegistryDbContext db) => db.Database.SetConnectionString(
        new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false }.ToString());

    /// <inheritdoc/>
    public override void ForgetConnections(RegistryDbContext db) =>
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
}
