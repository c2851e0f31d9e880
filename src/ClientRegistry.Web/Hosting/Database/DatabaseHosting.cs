using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using ClientRegistry.Migrations.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>The one place that knows which database there is.</summary>
internal static class DatabaseHosting
{
    private const string SqliteFile = "clientregistry.db";

    /// <summary>Adds the configured database.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSection<DatabaseOptions>(DatabaseOptions.Section)
            .AddSingleton<Schema>()
            .AddSingleton<Commits>()
            .AddSingleton<DatabaseDialect>(services => ProviderOf(services) == DatabaseProvider.SqlServer
                ? new SqlServerDialect()
                : new SqliteDialect())
            .AddDbContextFactory<RegistryDbContext>(Connect);
    }

    private static void Connect(IServiceProvider services, DbContextOptionsBuilder options)
    {
        var configured = services.GetRequiredService<IConfiguration>().GetConnectionString(DatabaseOptions.ConnectionName);
        if (ProviderOf(services) == DatabaseProvider.SqlServer)
        {
            options.UseRegistrySqlServer(SqlServerConnectionString.Of(configured));
            return;
        }

        var directory = services.GetRequiredService<DataDirectory>();
        options.UseRegistrySqlite(SqliteConnectionString.Of(configured, directory, SqliteFile));
    }

    private static DatabaseProvider ProviderOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider;
}
