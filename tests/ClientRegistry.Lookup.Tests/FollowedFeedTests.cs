using System.Net;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Partners;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Tests;

/// <summary>What is held is good as long as the change feed is followed, and by age only when it is not.</summary>
public sealed class FollowedFeedTests
{
    private static readonly TimeSpan Lifetime = new LookupOptions().CacheLifetime;

    [Fact]
    public async Task While_the_feed_is_followed_what_is_held_is_not_read_anew_however_old_it_is()
    {
        await using var node = await StartAsync();
        await FindAsync(node);

        for (var lifetimes = 0; lifetimes < 5; lifetimes++)
        {
            node.Clock.Advance(Lifetime);
            await node.CatchUpAsync();
            Assert.Null((await FindAsync(node)).Age);
        }

        Assert.Equal(1, node.Database.ClientReads);
    }

    [Fact]
    public async Task When_the_feed_is_not_followed_what_is_held_is_read_anew_after_two_seconds()
    {
        await using var node = await StartAsync();
        await FindAsync(node);
        node.Clock.Advance(Lifetime);
        await node.CatchUpAsync();

        node.Database.IsFeedGone = true;
        node.Clock.Advance(FeedWatch.Trust);
        await FindAsync(node);
        Assert.Equal(1, node.Database.ClientReads);

        node.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await FindAsync(node)).Age);
        Assert.Equal(2, node.Database.ClientReads);
    }

    [Fact]
    public async Task An_outage_counts_from_the_last_look_at_the_feed_and_not_from_the_last_read()
    {
        await using var node = await StartAsync();
        await FindAsync(node);
        node.Clock.Advance(TimeSpan.FromMinutes(20));
        await node.CatchUpAsync();

        node.Database.IsGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(9));

        Assert.Equal(TimeSpan.FromMinutes(9), (await FindAsync(node)).Age);
    }

    [Fact]
    public async Task What_changed_while_the_feed_was_not_followed_is_known_once_it_is_again()
    {
        await using var node = await StartAsync();
        await FindAsync(node);
        node.Database.IsFeedGone = true;
        await node.World.ChangeAsync("one", c => c.Suspend("test", node.Clock.GetUtcNow()));
        Assert.Equal(ClientStatus.Active, (await FindAsync(node)).Entry!.Status);

        node.Database.IsFeedGone = false;
        await node.CatchUpAsync();

        Assert.Equal(ClientStatus.Suspended, (await FindAsync(node)).Entry!.Status);
    }

    [Fact]
    public async Task A_database_with_another_feed_is_believed_in_nothing_that_was_held_before()
    {
        await using var node = await StartAsync();
        await FindAsync(node);
        await node.FillAsync();
        Assert.Equal(DirectoryResult.Unknown, (await node.Directory.FindAsync("two")).Result);
        await using (var db = node.World.World.Database.CreateDbContext())
        {
            // As a restored backup has it: the same numbers, other rows, and a client that came after it was taken.
            var last = await db.ClientChanges.AsNoTracking().OrderBy(c => c.Sequence).LastAsync();
            await db.ClientChanges.Where(c => c.Id == last.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Id, Guid.CreateVersion7()));
            await db.Clients.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ClientStatus.Suspended));
            await node.World.AddClientAsync("two");
        }

        await node.CatchUpAsync();

        Assert.Equal(ClientStatus.Suspended, (await FindAsync(node)).Entry!.Status);
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("two")).Result);
        await node.FillAsync();
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("two")).Result);
    }

    [Fact]
    public async Task The_feed_is_followed_while_all_identifiers_are_read()
    {
        var (reading, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var node = await FaultyNode.StartAsync(
            world => world.AddClientAsync("one"),
            hearsCommits: false,
            fault: database => database.WhileReadingIdentifiers = () =>
            {
                reading.SetResult();
                return goOn.Task;
            });
        await node.World.AdvanceUntilAsync(() => Task.FromResult(reading.Task.IsCompleted));

        await node.CatchUpAsync().WaitAsync(TimeSpan.FromSeconds(60));
        goOn.SetResult();
    }

    [Fact]
    public async Task A_key_revoked_elsewhere_is_refused_although_the_feed_cannot_be_read()
    {
        await using var node = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one"));
        node.Database.IsFeedGone = true;
        await using (var db = node.World.World.Database.CreateDbContext())
        {
            foreach (var key in await db.LookupKeys.ToListAsync()) key.Revoke(node.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        }

        node.Clock.Advance(new LookupOptions().ChangePollInterval);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await node.StatusAsync("clients/one") == HttpStatusCode.OK) patience.Token.ThrowIfCancellationRequested();
        Assert.Equal(HttpStatusCode.Unauthorized, await node.StatusAsync("clients/one"));
    }

    [Fact]
    public async Task A_secret_ends_at_its_time_although_its_client_is_not_read_anew()
    {
        await using var node = await StartAsync();
        var client = await node.World.AddClientAsync(
            "two", LookupWorld.Metadata with { TokenEndpointAuthMethod = "client_secret_post" });
        await node.World.AddSecretAsync(client, SecretHash.Fast("s"), node.Clock.GetUtcNow() + (Lifetime * 2));
        await node.CatchUpAsync();
        Assert.True(await AuthenticatesAsync(node, "two", "s"));
        var reads = node.Database.ClientReads;

        node.Clock.Advance(Lifetime * 2);
        await node.CatchUpAsync();

        Assert.False(await AuthenticatesAsync(node, "two", "s"));
        Assert.Equal(reads, node.Database.ClientReads);
    }

    [Fact]
    public async Task Another_name_of_the_partner_is_in_the_document_at_once_here_and_by_the_feed_elsewhere()
    {
        await using var node = await StartAsync();
        var world = node.World;
        var before = (await FindAsync(node)).Entry!;
        using var here = await world.GetAsync("/api/v1/clients/one");

        var renamed = await new RenamePartner(world.World.Database, new FindWhoHolds(world.World.Database), world.World.Clock)
            .RunAsync(new(world.World.Partner.Id, "Southwind"), world.World.Administrator);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clients/one");
        request.Headers.Authorization = new("Bearer", world.ProductionKey);
        request.Headers.IfNoneMatch.Add(here.Headers.ETag!);
        using var hereAfter = await world.Host.Client.SendAsync(request);
        await node.CatchUpAsync();
        var after = (await FindAsync(node)).Entry!;

        Assert.True(renamed.Succeeded);
        Assert.Contains("Southwind", await hereAfter.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before.Revision, after.Revision);
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Contains("Southwind"u8.ToArray(), after.Document.ToArray());
    }

    // Where there is one client. It follows the feed, and holds nothing yet.
    private static async Task<FaultyNode> StartAsync()
    {
        var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"), hearsCommits: false);
        await node.CatchUpAsync();
        return node;
    }

    private static async Task<DirectoryAnswer> FindAsync(FaultyNode node)
    {
        var answer = await node.Directory.FindAsync("one");
        Assert.Equal(DirectoryResult.Found, answer.Result);
        return answer;
    }

    private static async Task<bool> AuthenticatesAsync(FaultyNode node, string clientId, string secret)
    {
        using var form = new FormUrlEncodedContent([new("client_id", clientId), new("client_secret", secret)]);
        using var response = await node.SendAsync(HttpMethod.Post, "client-authentication", form);
        return (await response.Content.ReadAsStringAsync()).StartsWith("{\"authenticated\":true", StringComparison.Ordinal);
    }
}
