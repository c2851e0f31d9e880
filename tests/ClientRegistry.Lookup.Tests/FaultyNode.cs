using System.Net;
using ClientRegistry.Lookup.Directory;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A node whose way to the database a test can cut or stop; it hears at once of the changes the test makes.</summary>
internal sealed class FaultyNode(LookupWorld world, FaultyDatabase database, LookupHost host) : IAsyncDisposable
{
    public LookupWorld World => world;

    public FaultyDatabase Database => database;

    public LookupHost Host => host;

    public ClientDirectory Directory { get; } = host.Services.GetRequiredService<ClientDirectory>();

    public Microsoft.Extensions.Time.Testing.FakeTimeProvider Clock => world.World.Clock;

    public static async Task<FaultyNode> StartAsync(bool retries = false)
    {
        var world = await LookupWorld.CreateAsync();
        var commits = world.World.Database.Commits;
        var database = new FaultyDatabase(world.World.Database.ConnectionString, commits, retries);
        return new FaultyNode(world, database, await LookupHost.StartAsync(database, commits, world.World.Clock));
    }

    /// <summary>What it answers to a GET.</summary>
    /// <param name="path">Behind the base path.</param>
    /// <param name="key">The lookup key; null for a good one.</param>
    public async Task<HttpStatusCode> StatusAsync(string path, string? key = null)
    {
        using var response = await host.SendAsync(HttpMethod.Get, $"/api/v1/{path}", key ?? world.ProductionKey);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        database.Dispose();
        await host.DisposeAsync();
        await world.DisposeAsync();
    }
}
