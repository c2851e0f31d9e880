using System.Net;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

/// <summary>
/// A database that does not answer holds up nobody for long. It is stopped by the test, which never lets it go before
/// the answer is there: when it came too late does not depend on how fast the machine is.
/// </summary>
public sealed class SlowDatabaseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Held_answers_are_given_while_the_database_hangs()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("one");
        await node.World.AddClientAsync("two");
        await node.Directory.FindAsync("one");
        await node.Directory.FindAsync("two");

        node.Database.Road.Reset();
        node.Clock.Advance(TimeSpan.FromMinutes(1));
        var one = await FindAsync(node, "one");
        var two = node.Directory.FindAsync("two");

        Assert.Equal(TimeSpan.FromMinutes(1), one.Age);

        // Who comes after one that waited in vain does not wait.
        Assert.True(two.IsCompletedSuccessfully);
        Assert.Equal(TimeSpan.FromMinutes(1), (await two).Age);
    }

    [Fact]
    public async Task Callers_for_one_client_that_is_not_held_wait_for_one_read_that_hangs_and_no_longer()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("one");
        node.Database.Road.Reset();

        var answers = await Task.Run(() => Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => node.Directory.FindAsync("one").AsTask()))).WaitAsync(Limit);

        Assert.All(answers, a => Assert.Equal(DirectoryResult.Unavailable, a.Result));
        Assert.Equal(1, node.Database.ClientReadsBegun);
    }

    [Fact]
    public async Task Reads_that_hang_hold_up_a_bounded_number_of_threads_and_none_that_answers()
    {
        await using var node = await FaultyNode.StartAsync();
        for (var i = 0; i < 200; i++) await node.World.AddClientAsync($"c{i}");
        await node.World.AddClientAsync("held");
        await node.Directory.FindAsync("held");
        var before = node.Database.ClientReadsBegun;

        node.Database.Road.Reset();
        var hanging = await Task.Run(() => Enumerable.Range(0, 200)
            .Select(i => node.Directory.FindAsync($"c{i}").AsTask()).ToList()).WaitAsync(Limit);
        Assert.Equal(DirectoryResult.Found, (await FindAsync(node, "held")).Result);
        var answers = await Task.WhenAll(hanging).WaitAsync(Limit);

        Assert.All(answers, a => Assert.Equal(DirectoryResult.Unavailable, a.Result));
        Assert.InRange(node.Database.ClientReadsBegun - before, 1, ClientReader.MostThreads);
    }

    [Fact]
    public async Task However_many_reads_of_clients_hang_changes_and_keys_are_read()
    {
        await using var node = await FaultyNode.StartAsync();
        var count = ClientReader.MostThreads + 1;
        for (var i = 0; i < count; i++) await node.World.AddClientAsync($"c{i}");

        node.Database.ClientRoad.Reset();
        var hanging = Enumerable.Range(0, count).Select(i => node.Directory.FindAsync($"c{i}").AsTask()).ToList();
        Assert.True(SpinWait.SpinUntil(() => node.Database.ClientReadsBegun == ClientReader.MostThreads, Limit));

        await node.CatchUpAsync().WaitAsync(Limit);
        await node.Host.Services.GetRequiredService<LookupKeyRing>().RefreshAsync(default).WaitAsync(Limit);

        node.Database.ClientRoad.Set();
        await Task.WhenAll(hanging).WaitAsync(Limit);
    }

    [Fact]
    public async Task A_node_whose_database_hung_recovers_by_itself()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("one");
        node.Database.Road.Reset();
        Assert.Equal(DirectoryResult.Unavailable, (await FindAsync(node, "one")).Result);

        node.Database.Road.Set();

        Assert.Equal(DirectoryResult.Found, (await FindAsync(node, "one")).Result);
    }

    [Fact]
    public async Task While_the_database_hangs_good_keys_are_good_and_of_others_nobody_knows()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("one");
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one"));

        node.Database.Road.Reset();
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        var unknown = node.StatusAsync("clients/one", "crk_unknown");

        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one").WaitAsync(Limit));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await unknown.WaitAsync(Limit));
    }

    [Fact]
    public async Task While_the_database_hangs_the_change_feed_is_503()
    {
        await using var node = await FaultyNode.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("changes"));

        node.Database.Road.Reset();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("changes").WaitAsync(Limit));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("changes?after=0").WaitAsync(Limit));
    }

    [Fact]
    public async Task The_change_feed_is_503_and_followed_again_at_once_however_long_the_next_retry_is_off()
    {
        await using var node = await FaultyNode.StartAsync(retries: true);
        await node.CatchUpAsync();
        await node.World.AddClientAsync("one");
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("changes?after=0"));

        node.Database.IsFailing = true;
        await AssertGivesUpAsync(node.CatchUpAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("changes").WaitAsync(Limit));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("changes?after=0").WaitAsync(Limit));

        node.Database.IsFailing = false;
        await node.CatchUpAsync().WaitAsync(Limit);
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("changes?after=0"));
    }

    [Fact]
    public async Task A_client_is_read_again_at_once_however_long_the_next_retry_is_off()
    {
        await using var node = await FaultyNode.StartAsync(retries: true);
        await node.World.AddClientAsync("one");
        node.Database.IsFailing = true;
        Assert.Equal(DirectoryResult.Unavailable, (await FindAsync(node, "one")).Result);

        node.Database.IsFailing = false;

        Assert.Equal(DirectoryResult.Found, (await FindAsync(node, "one")).Result);
    }

    [Fact]
    public async Task Keys_are_read_again_at_once_however_long_the_next_retry_is_off()
    {
        await using var node = await FaultyNode.StartAsync(retries: true);
        var keys = node.Host.Services.GetRequiredService<LookupKeyRing>();
        node.Database.IsFailing = true;

        await AssertGivesUpAsync(keys.RefreshAsync(default));
        node.Database.IsFailing = false;
        await keys.RefreshAsync(default).WaitAsync(Limit);
    }

    private static async Task AssertGivesUpAsync(Task work)
    {
        await Task.WhenAny(work, Task.Delay(Limit));
        Assert.IsType<TimeoutException>(work.Exception?.InnerException);
    }

    // Not on the thread of the test, which may be held up.
    private static Task<DirectoryAnswer> FindAsync(FaultyNode node, string clientId) =>
        Task.Run(() => node.Directory.FindAsync(clientId).AsTask()).WaitAsync(Limit);
}
