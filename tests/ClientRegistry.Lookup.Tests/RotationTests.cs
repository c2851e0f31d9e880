namespace ClientRegistry.Lookup.Tests;

/// <summary>A secret is replaced by the use cases while authorization servers go on asking.</summary>
public sealed class RotationTests
{
    /// <summary>Short, because the node's own clock ticks each second until then.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task During_a_rotation_both_secrets_work_and_the_old_one_stops_at_its_end()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotation = await Rotation.StartAsync(lookup);
        var old = rotation.Secret;
        Assert.Equal("authenticated", await rotation.AskAsync(old));

        await rotation.AddAsync();
        Assert.Equal("authenticated", await rotation.AskAsync(old));
        Assert.Equal("authenticated", await rotation.AskAsync(rotation.Secret));

        var end = await rotation.RetireAsync(old, Soon);
        Assert.Equal("authenticated", await rotation.AskAsync(old));
        lookup.World.Clock.SetUtcNow(end - TimeSpan.FromMilliseconds(1));
        Assert.Equal("authenticated", await rotation.AskAsync(old));
        lookup.World.Clock.SetUtcNow(end);
        Assert.Equal("secret_expired", await rotation.AskAsync(old));
        Assert.Equal("authenticated", await rotation.AskAsync(rotation.Secret));
    }

    [Fact]
    public async Task An_undone_retirement_outlives_its_end()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotation = await Rotation.StartAsync(lookup);
        var old = rotation.Secret;
        await rotation.AddAsync();
        var end = await rotation.RetireAsync(old, Soon);

        Assert.Equal("authenticated", await rotation.AskAsync(old));
        await rotation.UndoAsync(old);
        lookup.World.Clock.SetUtcNow(end);

        Assert.Equal("authenticated", await rotation.AskAsync(old));
    }

    [Fact]
    public async Task While_secrets_come_and_go_the_deployed_one_is_never_refused_and_an_ended_one_at_once()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotation = await Rotation.StartAsync(lookup);

        for (var i = 0; i < 3; i++)
        {
            var old = rotation.Secret;
            await AskMeanwhileAsync(old, rotation.AddAsync);
            await AskMeanwhileAsync(rotation.Secret, () => rotation.RetireAsync(old, after: null));
            Assert.Equal("secret_expired", await rotation.AskAsync(old));
        }

        async Task AskMeanwhileAsync(string deployed, Func<Task> step)
        {
            var done = Task.Run(step);
            do Assert.Equal("authenticated", await rotation.AskAsync(deployed));
            while (!done.IsCompleted);

            await done;
        }
    }
}
