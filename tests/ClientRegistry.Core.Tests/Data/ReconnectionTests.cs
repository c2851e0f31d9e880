using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.SqlServer;
using ClientRegistry.Testing.TransactSql;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientRegistry.Core.Tests.Data;

public sealed class ReconnectionTests
{
    [Fact]
    public async Task Each_connection_to_SqlServer_is_tried_however_the_last_one_ended()
    {
        await using var server = new RefusingSqlServer();

        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<SqlException>(() => OpenAsync(server.ConnectionString));

        Assert.Equal(3, server.Refused);
    }

    [Fact]
    public async Task Who_configures_a_pause_after_a_failed_connection_gets_it()
    {
        await using var server = new RefusingSqlServer();

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<SqlException>(() => OpenAsync(server.ConnectionString + ";Pool Blocking Period=AlwaysBlock"));

        Assert.Equal(1, server.Refused);
    }

    private static async Task OpenAsync(string connectionString)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlServer(connectionString);
        await using var db = new RegistryDbContext(options.Options, new SqlServerDialect(), new Commits());
        await db.Database.OpenConnectionAsync();
    }
}
