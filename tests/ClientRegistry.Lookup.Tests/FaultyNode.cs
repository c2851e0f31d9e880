using System.Net;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Directory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A node beside that of a world, on the same database, whose way there a test can cut or stop.</summary>
internal sealed class FaultyNode(LookupWorld world, FaultyDatabase database, LookupHost host) : IAsyncDisposable
{
    public LookupWorld World => world;

    public FaultyDatabase Database => database;

    public LookupHost Host => host;

    public ClientDirectory Directory { get; } = host.Services.GetRequiredService<ClientDirectory>();

    /// <summary>That of the world.</summary>
    public FakeTimeProvider Clock => world.World.Clock;

    /// <summary>Makes a world and starts one.</summary>
    /// <param name="populate">What is in the database before it starts; null for no client.</param>
    /// <param name="hearsCommits">
    /// Whether it hears at once of the changes the test makes; else by the change feed alone, as of those of another process.
    /// </param>
    /// <param name="retries">Whether what fails is tried again, as on SQL Server, and later than any test waits for.</param>
    /// <param name="clock">Its own; null for that of the world.</param>
    /// <param name="fault">Done to its way to the database before it starts; null for nothing.</param>
    public static async Task<FaultyNode> StartAsync(
        Func<LookupWorld, Task>? populate = null,
        bool hearsCommits = true,
        bool retries = false,
        TimeProvider? clock = null,
        Action<FaultyDatabase>? fault = null)
    {
        var world = await LookupWorld.CreateAsync();
        if (populate is not null) await populate(world);
        var commits = hearsCommits ? world.World.Database.Commits : new Commits();
        var database = new FaultyDatabase(world.World.Database.ConnectionString, commits, retries);
        fault?.Invoke(database);
        return new FaultyNode(
            world, database, await LookupHost.StartAsync(database, commits, clock ?? world.World.Clock));
    }

    /// <summary>Follows the change feed to its end.</summary>
    public Task CatchUpAsync() => host.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);

    /// <summary>Reads all identifiers.</summary>
    public Task FillAsync() => host.Services.GetRequiredService<KnownIdentifiers>().FillAsync(default);

    /// <summary>What it answers to a GET.</summary>
    /// <param name="path">Behind the base path.</param>
    /// <param name="key">The lookup key; null for a good one.</param>
    public async Task<HttpStatusCode> StatusAsync(string path, string? key = null)
    {
        using var response = await SendAsync(HttpMethod.Get, path, key: key);
        return response.StatusCode;
    }

    /// <summary>Asks it.</summary>
    /// <param name="method">How.</param>
    /// <param name="path">Behind the base path.</param>
    /// <param name="content">What is sent; null for nothing.</param>
    /// <param name="key">The lookup key; null for a good one.</param>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string? key = null) =>
        host.SendAsync(method, $"/api/v1/{path}", key ?? world.ProductionKey, content);

    public async ValueTask DisposeAsync()
    {
        database.LetGo();
        await host.DisposeAsync();
        database.Dispose();
        await world.DisposeAsync();
    }
}
