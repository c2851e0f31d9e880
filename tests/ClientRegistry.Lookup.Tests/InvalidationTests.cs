using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup.Tests;

/// <summary>What is known to be wrong goes, whatever is under way; what is not, stays.</summary>
public sealed class InvalidationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Changes_of_other_clients_take_nothing_from_what_is_held_when_the_database_goes()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("one");
        await node.Directory.FindAsync("one");
        for (var i = 0; i < 200_000; i++) node.Directory.Invalidate($"imported-{i}");

        node.Database.IsGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(9));
        var answer = await node.Directory.FindAsync("one");

        Assert.Equal(DirectoryResult.Found, answer.Result);
        Assert.Equal(TimeSpan.FromMinutes(9), answer.Age);
    }

    [Fact]
    public async Task A_read_that_its_caller_did_not_wait_for_leaves_nothing_old_behind()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("one");
        await node.Directory.FindAsync("one");
        var goOn = new TaskCompletionSource();
        var suspended = new TaskCompletionSource();
        node.Database.AfterReadingAClient = () => goOn.Task;
        node.Database.IsFeedGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(1));

        // The old state is read, and kept back until the caller has gone on with what was held.
        var stale = await node.Directory.FindAsync("one").AsTask().WaitAsync(Limit);
        Assert.Equal(TimeSpan.FromMinutes(1), stale.Age);
        await node.World.ChangeAsync("one", c => c.Suspend("test", node.Clock.GetUtcNow()));
        node.Database.AfterReadingAClient = () =>
        {
            suspended.SetResult();
            return Task.CompletedTask;
        };
        node.Directory.Invalidate("one");
        goOn.SetResult();

        // It notices by itself, and reads once more.
        await suspended.Task.WaitAsync(Limit);
        Assert.Equal(ClientStatus.Suspended, (await node.Directory.FindAsync("one")).Entry!.Status);
    }

    [Fact]
    public async Task What_was_invalidated_while_the_database_was_asked_in_vain_is_neither_given_nor_left()
    {
        // Before it starts, so that its change feed names none of them, which would drop it.
        var held = new Queue<string>(Enumerable.Range(0, 10).Select(i => $"c{i}"));
        await using var node = await FaultyNode.StartAsync(async world =>
        {
            foreach (var id in held) await world.AddClientAsync(id);
        });
        foreach (var id in held) await node.Directory.FindAsync(id);

        // On a busy machine the caller may have its stale answer before it is invalidated: then with another one.
        node.Database.Road.Reset();
        string clientId;
        Task<DirectoryAnswer> asked;
        do
        {
            clientId = held.Dequeue();
            node.Clock.Advance(TimeSpan.FromSeconds(40));
            asked = node.Directory.FindAsync(clientId).AsTask();
            node.Directory.Invalidate(clientId);
        }
        while (asked.IsCompleted);
        node.Database.IsGone = true;

        Assert.Equal(DirectoryResult.Unavailable, (await asked.WaitAsync(Limit)).Result);
        Assert.Equal(DirectoryResult.Unavailable, (await node.Directory.FindAsync(clientId).AsTask().WaitAsync(Limit)).Result);
        Assert.Equal(held.Count, node.Directory.Count);
    }

    [Fact]
    public async Task A_client_made_while_it_was_found_unknown_is_known()
    {
        await using var node = await FaultyNode.StartAsync();

        // Nor is it found unknown without being read, by what the feed told.
        node.Database.IsFeedGone = true;
        node.Clock.Advance(TimeSpan.FromSeconds(10));
        node.Database.AfterReadingAClient = () => node.World.AddClientAsync("one");

        var overtaken = await node.Directory.FindAsync("one");
        var later = await node.Directory.FindAsync("one");

        Assert.Null(node.Database.AfterReadingAClient);
        Assert.Equal(DirectoryResult.Found, overtaken.Result);
        Assert.Equal(DirectoryResult.Found, later.Result);
    }
}
