using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ClientRegistry.Migrations.SqlServer;

/// <summary>How the registry uses SQL Server: the database of production.</summary>
public static class SqlServerDatabase
{
    /// <summary>Points a context at SQL Server, with retries on what passes by itself.</summary>
    /// <param name="options">The context's options.</param>
    /// <param name="connectionString">As Microsoft.Data.SqlClient takes it.</param>
    public static DbContextOptionsBuilder UseRegistrySqlServer(
        this DbContextOptionsBuilder options, string connectionString) =>
        options
            .UseSqlServer(
                connectionString,
                o => o.MigrationsAssembly(typeof(SqlServerDatabase).Assembly.GetName().Name).EnableRetryOnFailure())
            .AddInterceptors(CancelledCommands.Instance);
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
