using ClientRegistry.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ClientRegistry.Migrations.Sqlite;

/// <summary>How the registry uses SQLite: the embedded default.</summary>
public static class SqliteDatabase
{
    /// <summary>How long a writer waits for another one, in seconds.</summary>
    private const int BusySeconds = 30;

    /// <summary>Points a context at a SQLite file that is there: foreign keys on, a busy time-out, write-ahead log. EF Core's
    /// transactions on SQLite begin immediate, so a read-then-write one waits instead of failing. A file that is missing
    /// is an error: an empty one in its place would be in the way of the right one when it comes back.</summary>
    /// <param name="options">The context's options.</param>
    /// <param name="connectionString">As Microsoft.Data.Sqlite takes it.</param>
    public static DbContextOptionsBuilder UseRegistrySqlite(
        this DbContextOptionsBuilder options, string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString)
        {
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
        };
        if (connection.Mode == SqliteOpenMode.ReadWriteCreate) connection.Mode = SqliteOpenMode.ReadWrite;
        return options
            .UseSqlite(connection.ToString(), o => o.MigrationsAssembly(typeof(SqliteDatabase).Assembly.GetName().Name))
            .AddInterceptors(WriteAheadLog.Instance);
    }

    /// <summary>Makes an empty database, to be migrated. Does nothing where there is one.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task MakeFileAsync(string file, CancellationToken ct = default)
    {
        if (File.Exists(file)) return;
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        await using var opened = new SqliteConnection(connection.ToString());
        await opened.OpenAsync(ct);
        await using var command = opened.CreateCommand();

        // Now, since nobody who only looks whether it is there could do it.
        command.CommandText = "PRAGMA journal_mode=WAL";
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Lets the tools make migrations; no database is touched.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<RegistryDbContext>
{
    public RegistryDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlite("Data Source=design-time.db");
        return new RegistryDbContext(options.Options, new SqliteDialect(), new Commits());
    }
}
