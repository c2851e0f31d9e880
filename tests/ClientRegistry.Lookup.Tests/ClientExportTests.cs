using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Testing;

namespace ClientRegistry.Lookup.Tests;

public sealed class ClientExportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Every_client_of_the_environment_is_exported_once_in_order_and_without_its_secret(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await AddAsync(world, 2100, ClientEnvironment.Production, "p");
        await AddAsync(world, 2, ClientEnvironment.Sandbox, "s");

        var documents = new List<JsonElement>();
        await foreach (var line in new ClientExport(world.Database).ReadAsync(ClientEnvironment.Production, Ct))
            documents.Add(JsonSerializer.Deserialize<JsonElement>(line.Span));

        Assert.Equal(
            Enumerable.Range(0, 2100).Select(i => $"p-{i:D5}"),
            documents.Select(d => d.GetProperty("client_id").GetString()));
        Assert.All(documents, d => Assert.False(d.TryGetProperty("client_secret", out _)));
    }

    private static async Task AddAsync(World world, int count, ClientEnvironment environment, string prefix)
    {
        await using var db = world.Database.CreateDbContext();
        for (var i = count - 1; i >= 0; i--)
        {
            var client = Client.Issue(
                $"{prefix}-{i:D5}", world.Partner.Id, environment, new ClientMetadata { ClientName = "Bulk" }, null, world.Now);
            client.Add(new ClientSecret(client, "id", SecretHash.Fast("secret"), "first", null, world.Now), world.Now);
            db.Add(client);
        }

        await db.SaveChangesAsync(Ct);
    }
}
