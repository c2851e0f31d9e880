using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Directory;
using Microsoft.Data.Sqlite;

namespace ClientRegistry.Lookup.Tests;

/// <summary>
/// A SQLite file that somebody takes away or replaces, while the process still has it open: what was opened goes on
/// working, and nobody else sees what it says.
/// </summary>
public sealed class DatabaseFileTests
{
    [Fact]
    public async Task A_file_that_is_taken_away_is_a_database_that_is_gone_and_comes_back_by_itself()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("held");
        await node.World.AddClientAsync("not-held");
        await node.CatchUpAsync();
        await node.Directory.FindAsync("held");

        Move(node, "", ".away");
        await Assert.ThrowsAsync<SqliteException>(node.CatchUpAsync);
        node.Clock.Advance(TimeSpan.FromMinutes(1));
        var held = await node.Directory.FindAsync("held");
        var notHeld = await node.Directory.FindAsync("not-held");

        Assert.Equal((DirectoryResult.Found, TimeSpan.FromMinutes(1)), (held.Result, held.Age));
        Assert.Equal(DirectoryResult.Unavailable, notHeld.Result);

        // Nothing was put in its place.
        Assert.False(File.Exists(FileOf(node)));
        Move(node, ".away", "");
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.CatchUpAsync();
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("not-held")).Result);
        Assert.Null((await node.Directory.FindAsync("held")).Age);
    }

    [Fact]
    public async Task A_file_that_is_put_in_the_place_of_another_is_the_database_from_then_on()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("suspended-there");
        await node.World.AddClientAsync("same");
        await node.CatchUpAsync();
        await node.Directory.FindAsync("suspended-there");

        // As a restored backup in which something else happened.
        await BackUpAsync(node, ".restored");
        using (var other = new FaultyDatabase($"Data Source={FileOf(node)}.restored;Pooling=False", new Commits()))
        {
            await LookupWorld.ChangeAsync(other, "suspended-there", c => c.Suspend("test", node.Clock.GetUtcNow()));
            await LookupWorld.ChangeAsync(other, "same", c => c.Suspend("test", node.Clock.GetUtcNow()));
        }

        Move(node, "", ".away");
        Move(node, ".restored", "");
        await node.CatchUpAsync();

        Assert.Equal(ClientStatus.Suspended, (await node.Directory.FindAsync("suspended-there")).Entry!.Status);
        Assert.Equal(ClientStatus.Suspended, (await node.Directory.FindAsync("same")).Entry!.Status);
    }

    private static string FileOf(FaultyNode node) =>
        new SqliteConnectionStringBuilder(node.World.World.Database.ConnectionString).DataSource;

    // With what SQLite keeps beside it.
    private static void Move(FaultyNode node, string from, string to)
    {
        foreach (var part in new[] { "", "-wal", "-shm" })
        {
            var file = FileOf(node);
            if (File.Exists($"{file}{from}{part}")) File.Move($"{file}{from}{part}", $"{file}{to}{part}");
        }
    }

    private static async Task BackUpAsync(FaultyNode node, string to)
    {
        await using var source = new SqliteConnection(node.World.World.Database.ConnectionString);
        await using var target = new SqliteConnection($"Data Source={FileOf(node)}{to};Pooling=False");
        await source.OpenAsync();
        await target.OpenAsync();
        source.BackupDatabase(target);
    }
}
