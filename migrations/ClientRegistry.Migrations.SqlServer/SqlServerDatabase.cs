using ClientRegistry.Core.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ClientRegistry.Migrations.SqlServer;

/// <summary>How the registry uses SQL Server: the database of production.</summary>
public static class SqlServerDatabase
{
    private const string PoolBlockingPeriod = "Pool Blocking Period";

    /// <summary>
    /// Points a context at SQL Server, with retries on what passes by itself. Each connection is tried, however the last one
    /// ended, unless the connection string has a Pool Blocking Period of its own: by default the pool refuses all for up to a
    /// minute after one that failed, and so for as long after the server is back.
    /// </summary>
    /// <param name="options">The context's options.</param>
    /// <param name="connectionString">As Microsoft.Data.SqlClient takes it.</param>
    public static DbContextOptionsBuilder UseRegistrySqlServer(
        this DbContextOptionsBuilder options, string connectionString)
    {
        var connection = new SqlConnectionStringBuilder(connectionString);
        if (!connection.ShouldSerialize(PoolBlockingPeriod))
            connection.PoolBlockingPeriod = Microsoft.Data.SqlClient.PoolBlockingPeriod.NeverBlock;
        return options
            .UseSqlServer(
                connection.ToString(),
                o => o.MigrationsAssembly(typeof(SqlServerDatabase).Assembly.GetName().Name).EnableRetryOnFailure())
            .AddInterceptors(CancelledCommands.Instance);
    }
}

/// <summary>Lets the tools make migrations and scripts; no server is needed.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<RegistryDbContext>
{
    public RegistryDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlServer("Server=design-time;Database=ClientRegistry");
        return new RegistryDbContext(options.Options, new SqlServerDialect(), new Commits());
    }
}
