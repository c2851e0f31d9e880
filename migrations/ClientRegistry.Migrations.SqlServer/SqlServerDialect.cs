using ClientRegistry.Core.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Migrations.SqlServer;

/// <summary>SQL Server's default collation ignores case and width: identifiers get a binary one.</summary>
public sealed class SqlServerDialect : DatabaseDialect
{
    private const int UniqueIndex = 2601;
    private const int UniqueConstraint = 2627;
    private const int CommandTimeout = -2;
    private const int LockRequestTimeout = 1222;

    /// <inheritdoc/>
    public override string? BinaryCollation => "Latin1_General_100_BIN2";

    /// <inheritdoc/>
    public override string SearchCollation => "Latin1_General_100_CI_AS";

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqlException { Number: UniqueIndex or UniqueConstraint };

    /// <summary>Somebody who waits for a lock is given up by the client, after <c>Command Timeout</c> (30 seconds).</summary>
    /// <param name="exception">What the statement or the save threw.</param>
    public override bool IsLockTimeout(Exception exception) =>
        (exception as SqlException ?? exception.InnerException) is SqlException { Number: CommandTimeout or LockRequestTimeout };

    /// <summary>Nothing to do: the transaction log is the server's own, and goes with its backups.</summary>
    /// <param name="db">The database.</param>
    /// <param name="ct">Stops it.</param>
    public override Task ForgetOverwrittenAsync(RegistryDbContext db, CancellationToken ct) => Task.CompletedTask;
}
