using System.Net;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.Lookup.Tests;

/// <summary>How old something is does not depend on what time it is said to be.</summary>
public sealed class SetClockTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_answer_younger()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var clock = new SettableClock();
        using var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await LookupHost.StartAsync(database, new Commits(), clock);
        await node.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        await directory.FindAsync("one");

        database.IsGone = true;
        clock.SetBy = TimeSpan.FromHours(-1);
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(TimeSpan.FromMinutes(9), (await directory.FindAsync("one")).Age);
        using var good = await node.SendAsync(HttpMethod.Get, "/api/v1/clients/one", world.ProductionKey);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(DirectoryResult.Unavailable, (await directory.FindAsync("one")).Result);
        using var over = await node.SendAsync(HttpMethod.Get, "/api/v1/changes", world.ProductionKey);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, over.StatusCode);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_new_client_unknown()
    {
        await using var world = await LookupWorld.CreateAsync();
        var clock = new SettableClock();
        using var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await LookupHost.StartAsync(database, new Commits(), clock);
        await node.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        Assert.Equal(DirectoryResult.Unknown, (await directory.FindAsync("one")).Result);
        await world.AddClientAsync("one");

        database.IsFeedGone = true;
        clock.SetBy = TimeSpan.FromHours(-1);
        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(DirectoryResult.Found, (await directory.FindAsync("one")).Result);
    }

    [Fact]
    public async Task An_answer_is_as_old_as_the_question_to_the_database()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var clock = new SettableClock();
        using var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await LookupHost.StartAsync(database, new Commits(), clock);
        await node.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);
        database.IsFeedGone = true;
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        database.AfterReadingAClient = () =>
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            return Task.CompletedTask;
        };
        await directory.FindAsync("one");

        database.IsGone = true;
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(TimeSpan.FromSeconds(35), (await directory.FindAsync("one")).Age);
    }

    [Fact]
    public void A_use_noted_by_a_clock_that_was_far_ahead_does_not_keep_later_ones_from_being_noted()
    {
        var now = Testing.World.Start;
        var use = new LastUse(known: null);
        Assert.True(use.IsWorthNoting(now.AddDays(365)));

        Assert.True(use.IsWorthNoting(now));
        Assert.False(use.IsWorthNoting(now));
    }

    /// <summary>A clock whose time of day can be set while its time stamps go on.</summary>
    private sealed class SettableClock() : FakeTimeProvider(Testing.World.Start)
    {
        public TimeSpan SetBy { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + SetBy;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
    }
}
