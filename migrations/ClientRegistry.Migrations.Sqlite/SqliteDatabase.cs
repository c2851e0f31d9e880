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

    /// <summary>Points a context at a SQLite file: foreign keys on, a busy time-out, write-ahead log. EF Core's
    /// transactions on SQLite begin immediate, so a read-then-write one waits instead of failing.</summary>
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
        return options
            .UseSqlite(connection.ToString(), o => o.MigrationsAssembly(typeof(SqliteDatabase).Assembly.GetName().Name))
            .AddInterceptors(WriteAheadLog.Instance);
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
