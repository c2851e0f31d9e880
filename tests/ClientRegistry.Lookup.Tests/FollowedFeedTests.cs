using System.Net;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

/// <summary>What is held is good as long as the change feed is followed, and by age only when it is not.</summary>
public sealed class FollowedFeedTests
{
    private static readonly TimeSpan Lifetime = new LookupOptions().CacheLifetime;

    [Fact]
    public async Task While_the_feed_is_followed_what_is_held_is_not_read_anew_however_old_it_is()
    {
        await using var node = await FollowingNode.StartAsync();
        await node.FindAsync();

        for (var lifetimes = 0; lifetimes < 5; lifetimes++)
        {
            node.Clock.Advance(Lifetime);
            await node.CatchUpAsync();
            Assert.Null((await node.FindAsync()).Age);
        }

        Assert.Equal(1, node.Database.ClientReads);
    }

    [Fact]
    public async Task When_the_feed_is_not_followed_what_is_held_is_read_anew_after_two_seconds()
    {
        await using var node = await FollowingNode.StartAsync();
        await node.FindAsync();
        node.Clock.Advance(Lifetime);
        await node.CatchUpAsync();

        node.Database.IsFeedGone = true;
        node.Clock.Advance(FeedWatch.Trust);
        await node.FindAsync();
        Assert.Equal(1, node.Database.ClientReads);

        node.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await node.FindAsync()).Age);
        Assert.Equal(2, node.Database.ClientReads);
    }

    [Fact]
    public async Task An_outage_counts_from_the_last_look_at_the_feed_and_not_from_the_last_read()
    {
        await using var node = await FollowingNode.StartAsync();
        await node.FindAsync();
        node.Clock.Advance(TimeSpan.FromMinutes(20));
        await node.CatchUpAsync();

        node.Database.IsGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(9));

        Assert.Equal(TimeSpan.FromMinutes(9), (await node.FindAsync()).Age);
    }

    [Fact]
    public async Task What_changed_while_the_feed_was_not_followed_is_known_once_it_is_again()
    {
        await using var node = await FollowingNode.StartAsync();
        await node.FindAsync();
        node.Database.IsFeedGone = true;
        await LookupWorld.ChangeAsync(node.Elsewhere, "one", c => c.Suspend("test", node.Clock.GetUtcNow()));
        Assert.Equal(ClientStatus.Active, (await node.FindAsync()).Entry!.Status);

        node.Database.IsFeedGone = false;
        await node.CatchUpAsync();

        Assert.Equal(ClientStatus.Suspended, (await node.FindAsync()).Entry!.Status);
    }

    [Fact]
    public async Task A_database_with_another_feed_is_believed_in_nothing_that_was_held_before()
    {
        await using var node = await FollowingNode.StartAsync();
        await node.FindAsync();
        await node.FillAsync();
        Assert.Equal(DirectoryResult.Unknown, (await node.Directory.FindAsync("two")).Result);
        await using (var db = node.Elsewhere.CreateDbContext())
        {
            // As a restored backup has it: the same numbers, other rows, and a client that came after it was taken.
            var last = await db.ClientChanges.AsNoTracking().OrderBy(c => c.Sequence).LastAsync();
            await db.ClientChanges.Where(c => c.Id == last.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Id, Guid.CreateVersion7()));
            await db.Clients.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ClientStatus.Suspended));
            await node.World.AddClientAsync("two");
        }

        await node.CatchUpAsync();

        Assert.Equal(ClientStatus.Suspended, (await node.FindAsync()).Entry!.Status);
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("two")).Result);
        await node.FillAsync();
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("two")).Result);
    }

    [Fact]
    public async Task The_feed_is_followed_while_all_identifiers_are_read()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        using var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        var (reading, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        database.WhileReadingIdentifiers = () =>
        {
            reading.SetResult();
            return goOn.Task;
        };
        await using var host = await LookupHost.StartAsync(database, new Commits(), world.World.Clock);
        while (!reading.Task.IsCompleted)
        {
            world.World.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var follower = host.Services.GetRequiredService<ChangeFollower>();
        await follower.CatchUpAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
        goOn.SetResult();
    }

    [Fact]
    public async Task A_key_revoked_elsewhere_is_refused_although_the_feed_cannot_be_read()
    {
        await using var node = await FollowingNode.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync());
        node.Database.IsFeedGone = true;
        await using (var db = node.World.World.Database.CreateDbContext())
        {
            foreach (var key in await db.LookupKeys.ToListAsync()) key.Revoke(node.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        }

        node.Clock.Advance(new LookupOptions().ChangePollInterval);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await node.StatusAsync() == HttpStatusCode.OK) patience.Token.ThrowIfCancellationRequested();
        Assert.Equal(HttpStatusCode.Unauthorized, await node.StatusAsync());
    }

    [Fact]
    public async Task A_secret_ends_at_its_time_although_its_client_is_not_read_anew()
    {
        await using var node = await FollowingNode.StartAsync();
        var client = await node.World.AddClientAsync(
            "two", LookupWorld.Metadata with { TokenEndpointAuthMethod = "client_secret_post" });
        await node.World.AddSecretAsync(client, SecretHash.Fast("s"), node.Clock.GetUtcNow() + (Lifetime * 2));
        await node.CatchUpAsync();
        Assert.True(await node.AuthenticatesAsync("two", "s"));
        var reads = node.Database.ClientReads;

        node.Clock.Advance(Lifetime * 2);
        await node.CatchUpAsync();

        Assert.False(await node.AuthenticatesAsync("two", "s"));
        Assert.Equal(reads, node.Database.ClientReads);
    }

    [Fact]
    public async Task Another_name_of_the_partner_is_in_the_document_at_once_here_and_by_the_feed_elsewhere()
    {
        await using var node = await FollowingNode.StartAsync();
        var world = node.World;
        var before = (await node.FindAsync()).Entry!;
        using var here = await world.GetAsync("/api/v1/clients/one");

        var renamed = await new RenamePartner(world.World.Database, new FindWhoHolds(world.World.Database), world.World.Clock)
            .RunAsync(new(world.World.Partner.Id, "Southwind"), world.World.Administrator);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clients/one");
        request.Headers.Authorization = new("Bearer", world.ProductionKey);
        request.Headers.IfNoneMatch.Add(here.Headers.ETag!);
        using var hereAfter = await world.Host.Client.SendAsync(request);
        await node.CatchUpAsync();
        var after = (await node.FindAsync()).Entry!;

        Assert.True(renamed.Succeeded);
        Assert.Contains("Southwind", await hereAfter.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before.Revision, after.Revision);
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Contains("Southwind"u8.ToArray(), after.Document.ToArray());
    }

    /// <summary>A node beside the one that makes the changes, which hears of them by the feed alone.</summary>
    private sealed class FollowingNode(LookupWorld world, FaultyDatabase database, LookupHost host) : IAsyncDisposable
    {
        public LookupWorld World => world;

        public FaultyDatabase Database => database;

        /// <summary>Changes the database unheard.</summary>
        public FaultyDatabase Elsewhere { get; } = new(world.World.Database.ConnectionString, new Commits());

        public Microsoft.Extensions.Time.Testing.FakeTimeProvider Clock => world.World.Clock;

        public static async Task<FollowingNode> StartAsync()
        {
            var world = await LookupWorld.CreateAsync();
            await world.AddClientAsync("one");
            var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
            var host = await LookupHost.StartAsync(database, new Commits(), world.World.Clock);
            var node = new FollowingNode(world, database, host);
            await node.CatchUpAsync();
            return node;
        }

        public ClientDirectory Directory => host.Services.GetRequiredService<ClientDirectory>();

        public Task CatchUpAsync() => host.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);

        public Task FillAsync() => host.Services.GetRequiredService<KnownIdentifiers>().FillAsync(default);

        public async Task<HttpStatusCode> StatusAsync()
        {
            using var response = await host.SendAsync(HttpMethod.Get, "/api/v1/clients/one", world.ProductionKey);
            return response.StatusCode;
        }

        public async Task<DirectoryAnswer> FindAsync()
        {
            var answer = await Directory.FindAsync("one");
            Assert.Equal(DirectoryResult.Found, answer.Result);
            return answer;
        }

        public async Task<bool> AuthenticatesAsync(string clientId, string secret)
        {
            using var form = new FormUrlEncodedContent(
                [new("client_id", clientId), new("client_secret", secret)]);
            using var response = await host.SendAsync(
                HttpMethod.Post, "/api/v1/client-authentication", world.ProductionKey, form);
            return (await response.Content.ReadAsStringAsync()).StartsWith("{\"authenticated\":true", StringComparison.Ordinal);
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await world.DisposeAsync();
        }
    }
}
