using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A node that serves the lookup API, alone, over a real database.</summary>
internal sealed class LookupHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LookupHost(WebApplication app, string baseAddress)
    {
        _app = app;
        Client = baseAddress.Length == 0 ? app.GetTestClient() : new HttpClient { BaseAddress = new Uri(baseAddress) };
    }

    /// <summary>Calls it; sends no lookup key by itself.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<LookupHost> StartAsync(
        IDbContextFactory<RegistryDbContext> database,
        Commits commits,
        TimeProvider clock,
        Action<Dictionary<string, string?>>? configure = null,
        bool kestrel = false,
        Action<ILoggingBuilder>? log = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var settings = new Dictionary<string, string?>();
        configure?.Invoke(settings);
        builder.Configuration.AddInMemoryCollection(settings);
        if (kestrel) builder.WebHost.UseKestrel(Listen);
        else builder.WebHost.UseTestServer();
        log?.Invoke(builder.Logging);
        builder.Services.AddRouting().AddSingleton(database).AddSingleton(commits).AddSingleton(clock).AddLookup();
        var app = builder.Build();
        app.UseLookup();
        app.UseRouting();
        app.MapLookup();
        await app.StartAsync();
        return new LookupHost(app, kestrel ? app.Urls.Single() : "");
    }

    // Less patient than usual, so that a test of a slow caller need not wait long.
    private static void Listen(KestrelServerOptions server)
    {
        server.Listen(System.Net.IPAddress.Loopback, 0);
        server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, TimeSpan.FromSeconds(2));
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>A world with a lookup key for each environment, and a node that serves it.</summary>
internal sealed class LookupWorld : IAsyncDisposable
{
    /// <summary>The example of a <c>code_challenge</c> in RFC 7636 appendix B.</summary>
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /// <summary>The end of a form or query that brings it.</summary>
    public const string Pkce = $"&code_challenge={Challenge}&code_challenge_method=S256";

    private LookupWorld(World world, string sandboxKey, string productionKey, LookupHost host)
    {
        World = world;
        SandboxKey = sandboxKey;
        ProductionKey = productionKey;
        Host = host;
    }

    public World World { get; }

    public string SandboxKey { get; }

    public string ProductionKey { get; }

    public LookupHost Host { get; }

    public static async Task<LookupWorld> CreateAsync(
        Action<Dictionary<string, string?>>? configure = null, bool kestrel = false, Action<ILoggingBuilder>? log = null)
    {
        var world = await World.CreateAsync();
        var (sandbox, sandboxKey) = LookupKey.Issue("sandbox server", ClientEnvironment.Sandbox, null, world.Now);
        var (production, productionKey) = LookupKey.Issue("live server", ClientEnvironment.Production, null, world.Now);
        await world.SaveAsync(sandbox, production);
        var host = await LookupHost.StartAsync(
            world.Database, world.Database.Commits, world.Clock, configure, kestrel, log);
        return new LookupWorld(world, sandboxKey, productionKey, host);
    }

    /// <summary>Starts the real program on the same database.</summary>
    public Task<RegistryServer> StartProcessAsync()
    {
        var directory = Path.GetDirectoryName(World.Database.ConnectionString["Data Source=".Length..])!;
        var settings = RegistryProcess.Settings(Path.Combine(directory, Guid.CreateVersion7().ToString("N")));
        settings["ConnectionStrings__ClientRegistry"] = World.Database.ConnectionString;
        return RegistryServer.StartAsync(settings);
    }

    /// <summary>Puts a client into the database.</summary>
    public async Task<Client> AddClientAsync(
        string clientId, ClientMetadata? metadata = null, ClientEnvironment environment = ClientEnvironment.Production)
    {
        var client = Client.Issue(
            clientId, World.Partner.Id, environment, metadata ?? Metadata, requestId: null, World.Now);
        await World.SaveAsync(client);
        return client;
    }

    /// <summary>Gives a client a secret.</summary>
    public async Task AddSecretAsync(Client client, string hash, DateTimeOffset? expiresAt = null)
    {
        await using var db = World.Database.CreateDbContext();
        var stored = await db.Clients.SingleAsync(c => c.Id == client.Id);
        var secret = new ClientSecret(stored, $"secret{Guid.CreateVersion7():N}"[..20], hash, "test", expiresAt, World.Now);
        stored.Add(secret, World.Now);
        await db.SaveChangesAsync();
    }

    /// <summary>Changes a client as this node's own use cases do.</summary>
    public Task ChangeAsync(string clientId, Action<Client> change) => ChangeAsync(World.Database, clientId, change);

    /// <summary>Changes a client through any context factory.</summary>
    public static async Task ChangeAsync(
        IDbContextFactory<RegistryDbContext> contexts, string clientId, Action<Client> change)
    {
        await using var db = await contexts.CreateDbContextAsync();
        change(await db.Clients.Include(c => c.Revisions).SingleAsync(c => c.ClientId == clientId));
        await db.SaveChangesAsync();
    }

    /// <summary>Lets time go by until something has happened, a little at a time.</summary>
    /// <param name="isDone">Whether it has.</param>
    /// <param name="step">How much at a time; null for a second.</param>
    /// <returns>How much went by.</returns>
    /// <exception cref="TimeoutException">It did not happen, however much went by in a minute of the test's own time.</exception>
    public async Task<TimeSpan> AdvanceUntilAsync(Func<Task<bool>> isDone, TimeSpan? step = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var began = World.Now;
        while (!await isDone())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"It has not happened after {World.Now - began}.");
            World.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return World.Now - began;
    }

    public static ClientMetadata Metadata { get; } = new()
    {
        ClientName = "Warehouse",
        RedirectUris = ["https://app.example/cb", "https://app.example/cb2"],
        Scopes = ["orders-api", "catalogue-api"],
    };

    public Task<HttpResponseMessage> GetAsync(string path, string? key = null) =>
        Host.SendAsync(HttpMethod.Get, path, key ?? ProductionKey);

    public async Task<JsonElement> PostAsync(string path, HttpContent content)
    {
        using var response = await Host.SendAsync(HttpMethod.Post, path, ProductionKey, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public Task<JsonElement> ValidateAsync(string query) => PostAsync(
        "/api/v1/authorization-requests/validate",
        new StringContent(query, Encoding.UTF8, "application/x-www-form-urlencoded"));

    public Task<JsonElement> AuthenticateAsync(object body) => PostAsync(
        "/api/v1/client-authentication",
        new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await World.DisposeAsync();
    }
}
