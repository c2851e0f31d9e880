using ClientRegistry.Core.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Hosting;

/// <summary>What EF Core does not find out about a SQL Server, or too late.</summary>
internal static class SqlServerCondition
{
    private const int LoginFailed = 18456;

    /// <summary>Signs in once. EF Core takes a refused sign-in for a database that is just being made, and asks for a minute
    /// (dotnet/efcore#38886). What else may be wrong is left to it: a database that is missing, a server that is on its
    /// way.</summary>
    /// <param name="db">The database; nothing happens with SQLite.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="SqlException">The server refuses name or password.</exception>
    public static async Task SignInAsync(RegistryDbContext db, CancellationToken ct)
    {
        if (!db.Database.IsSqlServer()) return;

        try
        {
            await using var connection = new SqlConnection(db.Database.GetConnectionString());
            await connection.OpenAsync(ct);
        }
        catch (SqlException e) when (e.Number != LoginFailed)
        {
            // EF Core's to deal with.
        }
    }

    /// <summary>Whether who reads waits for who writes, because <c>READ_COMMITTED_SNAPSHOT</c> is off.</summary>
    /// <param name="db">The database; SQLite's readers never wait.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<bool> ReadersWaitAsync(RegistryDbContext db, CancellationToken ct) =>
        db.Database.IsSqlServer()
        && !await db.Database
            .SqlQuery<bool>($"SELECT is_read_committed_snapshot_on AS Value FROM sys.databases WHERE database_id = DB_ID()")
            .SingleAsync(ct);
}
