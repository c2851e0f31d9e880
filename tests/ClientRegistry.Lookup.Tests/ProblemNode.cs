using System.Globalization;
using System.Net;
using System.Text;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Changes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A node whose database can be taken away, and whose clock can break.</summary>
internal sealed class ProblemNode : IAsyncDisposable
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly LookupWorld _world;
    private readonly FaultyDatabase _database;
    private readonly BrokenClock _clock;
    private readonly LookupHost _host;
    private readonly string _expiredKey;
    private readonly string _revokedKey;

    private ProblemNode(
        LookupWorld world, FaultyDatabase database, BrokenClock clock, LookupHost host, string expiredKey, string revokedKey) =>
        (_world, _database, _clock, _host, _expiredKey, _revokedKey) =
            (world, database, clock, host, expiredKey, revokedKey);

    public static async Task<ProblemNode> StartAsync()
    {
        var world = await LookupWorld.CreateAsync();
        var now = world.World.Now;
        var isPublic = LookupWorld.Metadata with { TokenEndpointAuthMethod = "none" };
        foreach (var clientId in new[] { "held", "not-held", "suspended", "revoked" })
            await world.AddClientAsync(clientId, isPublic);
        await world.AddClientAsync("sandboxed", isPublic, ClientEnvironment.Sandbox);
        await world.AddSecretAsync(
            await world.AddClientAsync("imported", isPublic with { TokenEndpointAuthMethod = "client_secret_post" }),
            SecretHash.Slow("chosen"));
        await world.ChangeAsync("suspended", c => c.Suspend("test", now));
        await world.ChangeAsync("revoked", c => c.Revoke("test", now));
        var (expired, expiredKey) = LookupKey.Issue("expired", ClientEnvironment.Production, now, now);
        var (revoked, revokedKey) = LookupKey.Issue("revoked", ClientEnvironment.Production, null, now);
        revoked.Revoke(now);
        await world.World.SaveAsync(expired, revoked);

        var (database, clock) = (new FaultyDatabase(world.World.Database.ConnectionString, new Commits()), new BrokenClock(now));
        var host = await LookupHost.StartAsync(database, new Commits(), clock, kestrel: true);
        await host.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(default);
        return new ProblemNode(world, database, clock, host, expiredKey, revokedKey);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _host.SendAsync(HttpMethod.Get, path, _world.ProductionKey);

    public Task<HttpResponseMessage> PostAsync(string path, string body, string type = Form) => _host.SendAsync(
        HttpMethod.Post, path, _world.ProductionKey, new StringContent(body, Encoding.UTF8, type));

    /// <summary>What any question may end in.</summary>
    /// <param name="ask">Asks something that is not held.</param>
    public async Task<IEnumerable<HttpResponseMessage>> CommonProblemsAsync(Func<Task<HttpResponseMessage>> ask)
    {
        (await GetAsync("/api/v1/clients/held")).EnsureSuccessStatusCode();
        _database.IsGone = true;
        var unavailable = await ask();
        (_database.IsGone, _clock.IsBroken) = (false, true);
        var broken = await ask();
        _clock.IsBroken = false;
        return
        [
            unavailable, broken, await WithKeyAsync(ask, null), await WithKeyAsync(ask, "Bearer ?"),
            await WithKeyAsync(ask, "Bearer crk_unknown"), await WithKeyAsync(ask, $"Bearer {_expiredKey}"),
            await WithKeyAsync(ask, $"Bearer {_revokedKey}"),
        ];
    }

    /// <summary>What a posted question may end in.</summary>
    /// <param name="path">Which.</param>
    public async Task<IEnumerable<HttpResponseMessage>> BodyProblemsAsync(string path) =>
    [
        await PostAsync(path, "{", "application/json"),
        await SendSlowlyAsync(path),
        await PostAsync(path, new string('a', 40_000)),
        await PostAsync(path, "client_id=held", "text/plain"),
    ];

    // Announces a body and sends one octet of it, until the server has waited long enough.
    private async Task<HttpResponseMessage> SendSlowlyAsync(string path)
    {
        using var caller = await RawCaller.ConnectAsync(_host, _world.ProductionKey);
        await caller.SendAsync("POST", path, "Content-Length: 100", "c");
        var answer = (await caller.ReadToEndAsync()).Split("\r\n\r\n", 2);
        return new HttpResponseMessage((HttpStatusCode)int.Parse(answer[0].Split(' ')[1], CultureInfo.InvariantCulture))
        {
            Content = new StringContent(answer[1]),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _database.Dispose();
        await _world.DisposeAsync();
    }

    // The same question once more, with another Authorization header.
    private async Task<HttpResponseMessage> WithKeyAsync(Func<Task<HttpResponseMessage>> ask, string? authorization)
    {
        using var asked = await ask();
        using var request = new HttpRequestMessage(asked.RequestMessage!.Method, asked.RequestMessage.RequestUri);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await _host.Client.SendAsync(request);
    }
}

/// <summary>A clock that fails to tell the time of day on demand: something that no endpoint expects.</summary>
internal sealed class BrokenClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public bool IsBroken { get; set; }

    public override DateTimeOffset GetUtcNow() =>
        IsBroken ? throw new InvalidOperationException("The clock is broken.") : base.GetUtcNow();

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
}
