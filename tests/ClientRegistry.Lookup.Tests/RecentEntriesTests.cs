using System.Globalization;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Directory;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

public sealed class RecentEntriesTests
{
    [Fact]
    public async Task One_is_found_by_its_own_identifier_only_and_for_a_moment_only()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var entry = (await world.Host.Services.GetRequiredService<ClientDirectory>().FindAsync("one")).Entry!;
        var now = world.World.Clock.GetTimestamp();
        var recent = new RecentEntries(1, world.World.Clock);
        recent.Keep(entry, now, recent.Mark);

        Assert.Same(entry, recent.Find("one", now));
        Assert.Null(recent.Find("One", now));
        Assert.Null(recent.Find("one", now + world.World.Clock.TimestampsIn(RecentEntries.Moment)));
        recent.Drop("another in the same place");
        Assert.Same(entry, recent.Find("one", now));
        recent.Drop("one");
        Assert.Null(recent.Find("one", now));
    }

    [Fact]
    public async Task One_that_was_dropped_between_the_cache_and_here_is_not_kept()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var entry = (await world.Host.Services.GetRequiredService<ClientDirectory>().FindAsync("one")).Entry!;
        var now = world.World.Clock.GetTimestamp();
        var recent = new RecentEntries(1, world.World.Clock);

        var mark = recent.Mark;
        recent.Drop("one");
        recent.Keep(entry, now, mark);
        Assert.Null(recent.Find("one", now));

        mark = recent.Mark;
        recent.Clear();
        recent.Keep(entry, now, mark);
        Assert.Null(recent.Find("one", now));
    }

    [Fact]
    public async Task The_cache_keeps_its_bound_and_every_answer_stays_right()
    {
        await using var world = await LookupWorld.CreateAsync(s => s["Lookup:CacheEntries"] = "100");
        for (var i = 0; i < 200; i++) await world.AddClientAsync(i.ToString(CultureInfo.InvariantCulture));
        await world.Host.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);
        var directory = world.Host.Services.GetRequiredService<ClientDirectory>();

        for (var i = 0; i < 600; i++)
        {
            var clientId = (i % 200).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(clientId, (await directory.FindAsync(clientId)).Entry!.ClientId);
            Assert.InRange(directory.Count, 0, 100);
        }
    }
}
