using System.Net;
using ClientRegistry.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Tests.Hosting;

public sealed class HealthTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_started_registry_is_alive_and_ready()
    {
        await using var application = new RegistryApplication();
        using var client = application.CreateClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", Ct)).StatusCode);
    }

    [Fact]
    public async Task Without_its_database_it_is_alive_but_not_ready()
    {
        await using var application = new RegistryApplication();
        using var client = application.CreateClient();
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(application.DataDirectory, "clientregistry.db*")) File.Delete(file);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Ct)).StatusCode);
        await AssertNotReadyAsync(client, "\"database\":\"Unhealthy\"");
    }

    [Fact]
    public async Task With_a_pending_migration_it_is_not_ready()
    {
        await using var application = new RegistryApplication();
        using var client = application.CreateClient();
        await using (var db = application.OpenDatabase())
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsHistory\"", Ct);

        await AssertNotReadyAsync(client, "\"migrations\":\"Unhealthy\"");
    }

    [Fact]
    public async Task Without_a_usable_key_it_is_not_ready()
    {
        await using var application = new RegistryApplication();
        using var client = application.CreateClient();
        (await client.GetAsync("/health/ready", Ct)).EnsureSuccessStatusCode();
        foreach (var key in Directory.GetFiles(Path.Combine(application.DataDirectory, "keys"))) File.Delete(key);

        await AssertNotReadyAsync(client, "\"keys\":\"Unhealthy\"");
    }

    [Fact]
    public async Task With_other_keys_than_a_running_process_has_it_is_not_ready()
    {
        await using var first = new RegistryApplication();
        using var right = first.CreateClient();
        await using var second = new RegistryApplication()
            .With("ConnectionStrings:ClientRegistry", $"Data Source={Path.Combine(first.DataDirectory, "clientregistry.db")}");
        using var client = second.CreateClient();

        await AssertNotReadyAsync(client, "\"keys\":\"Unhealthy\"");
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync("/health/ready", Ct)).StatusCode);
    }

    private static async Task AssertNotReadyAsync(HttpClient client, string part)
    {
        var answer = await client.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(part, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
