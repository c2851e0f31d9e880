using System.Net;
using System.Text.Json;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;

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
        await using var other = await FaultyNode.StartAsync(
            world => world.AddClientAsync("one"), hearsCommits: false, clock: TimeProvider.System);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync("clients/one"));
        using var present = await other.SendAsync(HttpMethod.Get, "changes");
        var after = JsonDocument.Parse(await present.Content.ReadAsStringAsync()).RootElement.GetProperty("next");

        // Held until the other node has heard of it, and answers before the whole wait is over.
        var waiting = other.SendAsync(HttpMethod.Get, $"changes?after={after}&wait=30");
        await other.World.ChangeAsync("one", c => c.Suspend("test", other.Clock.GetUtcNow()));
        using var changed = await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        var change = JsonDocument.Parse(await changed.Content.ReadAsStringAsync()).RootElement.GetProperty("changes")[0];
        var status = await other.StatusAsync("clients/one");

        Assert.Equal("suspended", change.GetProperty("change").GetString());
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task A_read_that_began_before_a_commit_leaves_nothing_stale_behind()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"));
        await node.CatchUpAsync();

        // The old state is read; then it is suspended; then the reader gets what it read.
        node.Database.AfterReadingAClient = () =>
            node.World.ChangeAsync("one", c => c.Suspend("test", node.Clock.GetUtcNow()));
        var overtaken = await node.Directory.FindAsync("one");
        var later = await node.Directory.FindAsync("one");

        Assert.Null(node.Database.AfterReadingAClient);
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
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"), hearsCommits: false);
        await node.CatchUpAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => node.Directory.FindAsync("one").AsTask())));

        Assert.All(answers, a => Assert.Equal(DirectoryResult.Found, a.Result));
        Assert.Equal(1, node.Database.ClientReads);
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
