using System.Net;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.Lookup.Tests;

/// <summary>How old something is does not depend on what time it is said to be.</summary>
public sealed class SetClockTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_answer_younger()
    {
        var clock = new SettableClock();
        await using var node = await FaultyNode.StartAsync(
            world => world.AddClientAsync("one"), hearsCommits: false, clock: clock);
        await node.CatchUpAsync();
        await node.Directory.FindAsync("one");

        node.Database.IsGone = true;
        clock.SetBy = TimeSpan.FromHours(-1);
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(TimeSpan.FromMinutes(9), (await node.Directory.FindAsync("one")).Age);
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one"));

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(DirectoryResult.Unavailable, (await node.Directory.FindAsync("one")).Result);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("changes"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_new_client_unknown()
    {
        var clock = new SettableClock();
        await using var node = await FaultyNode.StartAsync(hearsCommits: false, clock: clock);
        await node.CatchUpAsync();
        Assert.Equal(DirectoryResult.Unknown, (await node.Directory.FindAsync("one")).Result);
        await node.World.AddClientAsync("one");

        node.Database.IsFeedGone = true;
        clock.SetBy = TimeSpan.FromHours(-1);
        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("one")).Result);
    }

    [Fact]
    public async Task An_answer_is_as_old_as_the_question_to_the_database()
    {
        var clock = new SettableClock();
        await using var node = await FaultyNode.StartAsync(
            world => world.AddClientAsync("one"), hearsCommits: false, clock: clock);
        await node.CatchUpAsync();
        node.Database.IsFeedGone = true;
        node.Database.AfterReadingAClient = () =>
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            return Task.CompletedTask;
        };
        await node.Directory.FindAsync("one");

        node.Database.IsGone = true;
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(TimeSpan.FromSeconds(35), (await node.Directory.FindAsync("one")).Age);
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
