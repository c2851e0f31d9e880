using System.Net;
using System.Text.Json;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Directory;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

public sealed class FreshnessTests
{
    [Fact]
    public async Task Each_change_is_followed_at_once_on_the_node_that_made_it()
    {
        await using var world = await LookupWorld.CreateAsync();
        var now = world.World.Now;
        await AssertAsync(world, "one", "unknown_client");
        await world.AddClientAsync("one");
        await AssertAsync(world, "one", null);
        await world.ChangeAsync("one", c => c.Suspend("test", now));
        await AssertAsync(world, "one", "client_suspended");
        await world.ChangeAsync("one", c => c.Reinstate("test", now));
        await AssertAsync(world, "one", null);
        await world.ChangeAsync("one", c => c.Revise(LookupWorld.Metadata with { ClientName = "Renamed" }, null, now));
        Assert.Contains("\"revision\":2", await AssertAsync(world, "one", null), StringComparison.Ordinal);
        await world.ChangeAsync("one", c => c.Revoke("test", now));
        await AssertAsync(world, "one", "client_revoked");
    }

    [Fact]
    public async Task A_new_secret_is_good_at_once()
    {
        await using var world = await LookupWorld.CreateAsync();
        var client = await world.AddClientAsync("one", LookupWorld.Metadata with { TokenEndpointAuthMethod = "client_secret_post" });
        var body = new { client_id = "one", client_secret = "new" };
        Assert.False((await world.AuthenticateAsync(body)).GetProperty("authenticated").GetBoolean());

        await world.AddSecretAsync(client, SecretHash.Fast("new"));

        Assert.True((await world.AuthenticateAsync(body)).GetProperty("authenticated").GetBoolean());
    }

    [Fact]
    public async Task Another_node_follows_by_the_change_feed()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        await using var other = await LookupHost.StartAsync(
            new FaultyDatabase(world.World.Database.ConnectionString, new Commits()), new Commits(), TimeProvider.System);
        (await other.SendAsync(HttpMethod.Get, "/api/v1/clients/one", world.ProductionKey)).EnsureSuccessStatusCode();
        using var present = await other.SendAsync(HttpMethod.Get, "/api/v1/changes", world.ProductionKey);
        var after = JsonDocument.Parse(await present.Content.ReadAsStringAsync()).RootElement.GetProperty("next");

        // Held until the other node has heard of it, and answers before the whole wait is over.
        var waiting = other.SendAsync(HttpMethod.Get, $"/api/v1/changes?after={after}&wait=30", world.ProductionKey);
        await world.ChangeAsync("one", c => c.Suspend("test", world.World.Now));
        using var changed = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        var change = JsonDocument.Parse(await changed.Content.ReadAsStringAsync()).RootElement.GetProperty("changes")[0];
        using var client = await other.SendAsync(HttpMethod.Get, "/api/v1/clients/one", world.ProductionKey);

        Assert.Equal("suspended", change.GetProperty("change").GetString());
        Assert.Equal(HttpStatusCode.NotFound, client.StatusCode);
    }

    [Fact]
    public async Task A_read_that_began_before_a_commit_leaves_nothing_stale_behind()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, world.World.Database.Commits);
        await using var node = await LookupHost.StartAsync(database, world.World.Database.Commits, world.World.Clock);
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        await node.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);

        // The old state is read; then it is suspended; then the reader gets what it read.
        database.AfterReadingAClient = () => world.ChangeAsync("one", c => c.Suspend("test", world.World.Now));
        var overtaken = await directory.FindAsync("one");
        var later = await directory.FindAsync("one");

        Assert.Null(database.AfterReadingAClient);
        Assert.Equal(ClientStatus.Suspended, overtaken.Entry!.Status);
        Assert.Equal(ClientStatus.Suspended, later.Entry!.Status);
    }

    [Fact]
    public async Task A_key_issued_or_revoked_in_this_process_counts_at_once()
    {
        await using var world = await LookupWorld.CreateAsync();
        using var before = await world.GetAsync("/api/v1/changes", "crk_unknown");
        var (key, plain) = LookupKey.Issue("new", ClientEnvironment.Production, null, world.World.Now);
        await world.World.SaveAsync(key);

        using var after = await world.GetAsync("/api/v1/changes", plain);

        Assert.Equal(HttpStatusCode.Unauthorized, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_hundred_callers_for_one_client_make_one_read()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await LookupHost.StartAsync(database, new Commits(), world.World.Clock);
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        await node.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => directory.FindAsync("one").AsTask())));

        Assert.All(answers, a => Assert.Equal(DirectoryResult.Found, a.Result));
        Assert.Equal(1, database.ClientReads);
    }

    private static async Task<string> AssertAsync(LookupWorld world, string clientId, string? code)
    {
        using var response = await world.GetAsync($"/api/v1/clients/{clientId}");
        var text = await response.Content.ReadAsStringAsync();
        var document = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, document.TryGetProperty("code", out var actual) ? actual.GetString() : null);
        return text;
    }
}
