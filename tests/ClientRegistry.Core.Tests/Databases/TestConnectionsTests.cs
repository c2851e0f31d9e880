using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientRegistry.Core.Tests.Databases;

public sealed class TestConnectionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_that_cleaned_up_has_no_open_connection()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var connections = new TestConnections();

        await Parallel.ForAsync(0, 10, Ct, async (i, ct) =>
        {
            await using var db = ContextOf(database.ConnectionString, connections);
            db.Add(new Scope($"s{i}", "", false, Now));
            await db.SaveChangesAsync(ct);
            Assert.NotNull(await db.Scopes.FirstAsync(ct));
        });
        await using (var db = ContextOf(database.ConnectionString, connections))
        {
            await db.Database.BeginTransactionAsync(Ct);
            db.Add(new Scope("s0", "", false, Now));
            Assert.Equal(SaveResult.Duplicate, await db.TrySaveAsync(Ct));
        }

        await using (var db = ContextOf(database.ConnectionString, connections))
            await db.Database.OpenConnectionAsync(Ct);

        Assert.True(connections.End());
    }

    [Fact]
    public async Task A_connection_that_a_test_left_open_is_noticed_and_after_its_end_none_is_opened()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var connections = new TestConnections();
        await using var left = ContextOf(database.ConnectionString, connections);
        await left.Database.OpenConnectionAsync(Ct);

        Assert.False(connections.End());

        await using var late = ContextOf(database.ConnectionString, connections);
        await Assert.ThrowsAsync<InvalidOperationException>(() => late.Scopes.AnyAsync(Ct));
    }

    private static RegistryDbContext ContextOf(string connectionString, TestConnections connections)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlite(connectionString).AddInterceptors(connections);
        return new RegistryDbContext(options.Options, new SqliteDialect(), new Commits());
    }
}
