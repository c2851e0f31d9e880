using ClientRegistry.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Migrations.Sqlite;

/// <summary>SQLite compares text byte by byte by itself.</summary>
public sealed class SqliteDialect : DatabaseDialect
{
    private const int ConstraintUnique = 2067;
    private const int ConstraintPrimaryKey = 1555;

    /// <inheritdoc/>
    public override string? BinaryCollation => null;

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };
}
