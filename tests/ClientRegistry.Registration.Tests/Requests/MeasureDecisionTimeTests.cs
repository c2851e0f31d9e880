using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Requests;

public sealed class MeasureDecisionTimeTests
{
    [Fact]
    public async Task Without_decisions_there_is_nothing_to_tell()
    {
        await using var world = await World.CreateAsync();
        Assert.Null(await new MeasureDecisionTime(world.Database, world.Clock).RunAsync());
    }

    [Fact]
    public async Task The_median_runs_from_the_first_submission_over_the_last_ninety_days()
    {
        await using var world = await World.CreateAsync();
        await DecideAfterAsync(world, TimeSpan.FromDays(30));
        world.Clock.Advance(TimeSpan.FromDays(91));
        await DecideAfterAsync(world, TimeSpan.FromHours(1));
        await DecideAfterAsync(world, TimeSpan.FromHours(9));
        await DecideAfterAsync(world, TimeSpan.FromHours(3));

        var measured = await new MeasureDecisionTime(world.Database, world.Clock).RunAsync();

        Assert.Equal(new DecisionTime(TimeSpan.FromHours(3), 3), measured);
    }

    [Fact]
    public async Task It_is_measured_again_after_five_minutes()
    {
        await using var world = await World.CreateAsync();
        var measure = new MeasureDecisionTime(world.Database, world.Clock);
        Assert.Null(await measure.RunAsync());

        await DecideAfterAsync(world, TimeSpan.FromMinutes(1));
        Assert.Null(await measure.RunAsync());
        world.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, (await measure.RunAsync())!.Decisions);
    }

    private static async Task DecideAfterAsync(World world, TimeSpan wait)
    {
        var request = ClientRequest.ForNewClient(world.Partner.Id, world.Developer, world.Now);
        request.Submit(world.Developer, world.Now);
        request.RequestChanges("More, please.", world.AccountManager, world.Now);
        world.Clock.Advance(wait);
        request.Submit(world.Developer, world.Now);
        request.Approve(world.AccountManager, needsSecondApprover: false, world.Now);
        await world.SaveAsync(request);
    }
}
