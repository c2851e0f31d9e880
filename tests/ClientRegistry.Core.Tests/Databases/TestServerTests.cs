using ClientRegistry.Testing.Databases;
using ClientRegistry.Testing.TransactSql;
using Microsoft.Data.SqlClient;
using Xunit;

namespace ClientRegistry.Core.Tests.Databases;

public sealed class TestServerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Only_a_database_that_tests_made_hours_ago_was_left_behind()
    {
        var made = new SqlConnectionStringBuilder(new TestServer("Server=server").NewDatabase()).InitialCatalog;
        var madeAt = DateTimeOffset.UtcNow;

        Assert.True(TestServer.WasLeftBehind(made, madeAt.AddHours(3)));
        Assert.False(TestServer.WasLeftBehind(made, madeAt.AddHours(1)));
        Assert.True(TestServer.WasLeftBehind($"clientregistry_test_{Guid.CreateVersion7(Now.AddHours(-3)):N}", Now));
        Assert.All(
            [
                "master", "clientregistry", "clientregistry_test_", "clientregistry_test_x",
                $"clientregistry_test_{Guid.NewGuid():N}", $"clientregistry_test_{Guid.CreateVersion7(Now.AddHours(-3))}",
                $"clientregistry_{Guid.CreateVersion7(Now.AddHours(-3)):N}",
            ],
            name => Assert.False(TestServer.WasLeftBehind(name, Now)));
    }

    [Fact]
    public void What_drops_a_database_is_t_sql() =>
        Assert.Empty(TransactSqlParser.ErrorsIn(TestServer.DropCommand("clientregistry_test_1")));

    [Fact]
    public void A_connection_keeps_how_the_server_is_reached_and_waits_longer_for_it()
    {
        var made = new SqlConnectionStringBuilder(
            new TestServer("Server=server,1444;User ID=ada;Password=p;TrustServerCertificate=true").NewDatabase());

        Assert.Equal(
            ("server,1444", "ada", "p", true, 60),
            (made.DataSource, made.UserID, made.Password, made.TrustServerCertificate, made.ConnectTimeout));
    }
}
