using System.Net;
using System.Text;
using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.OpenIddict.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenIddict.Abstractions;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>The package as it is wired, over a connection on which a test says what the registry answers.</summary>
internal sealed class ScriptedRegistry : HttpMessageHandler
{
    public const string ClientId = "cr_client";
    public const string Secret = "right";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly ServiceProvider _services;
    private UnderWay? _next;

    public ScriptedRegistry()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddLogging(l => l.AddProvider(Logs));
        services.AddOpenIddict().AddCore(core => core.AddClientRegistry(o =>
        {
            o.BaseAddress = new Uri("https://registry.example/base");
            o.LookupKey = "key";
            o.Retries = 0;
        }));
        services.AddHttpClient<LookupApi>().ConfigurePrimaryHttpMessageHandler(() => this);
        services.AddHttpClient<ChangeFeedApi>().ConfigurePrimaryHttpMessageHandler(() => Pages);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>What it answers to the next questions.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => Client();

    /// <summary>What it was asked.</summary>
    public List<HttpRequestMessage> Asked { get; } = [];

    public CountingLogs Logs { get; } = new();

    /// <summary>What the change feed says to whoever follows it.</summary>
    public ScriptedFeed Pages { get; } = new();

    public ClientDirectory Directory => _services.GetRequiredService<ClientDirectory>();

    public FeedHealth Feed => _services.GetRequiredService<FeedHealth>();

    public RememberedSecrets Secrets => _services.GetRequiredService<RememberedSecrets>();

    public IOpenIddictApplicationManager Applications =>
        _services.CreateScope().ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();

    public async Task<RegistryApplication?> FindAsync(string clientId = ClientId) =>
        await Directory.FindAsync(clientId, TestContext.Current.CancellationToken);

    /// <summary>Begins to follow the feed, as the server does when it starts.</summary>
    public Task FollowAsync() => _services.GetServices<IHostedService>().OfType<ChangeFollower>().Single()
        .StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Begins to tell of refusals, as the server does when it starts.</summary>
    public Task StartReportingAsync() => _services.GetRequiredService<RefusalReport>()
        .StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Time goes by while the feed is heard and names nothing.</summary>
    public void FollowFor(TimeSpan time)
    {
        for (var end = Clock.GetUtcNow() + time; Clock.GetUtcNow() < end; Feed.Heard())
            Clock.Advance(end - Clock.GetUtcNow() < Poll ? end - Clock.GetUtcNow() : Poll);
    }

    /// <summary>The answer to the next question, which is made when it comes, stays under way.</summary>
    public UnderWay HoldNextAnswer() => _next = new UnderWay();

    public async Task<bool> IsGoodAsync(string secret) =>
        await Applications.ValidateClientSecretAsync((await FindAsync())!, secret, TestContext.Current.CancellationToken);

    /// <summary>The feed says so.</summary>
    public void Change(string kind, string clientId = ClientId)
    {
        var change = new Change(clientId, kind);
        Directory.Apply(change);
        Secrets.Apply(change);
        Feed.Heard();
    }

    public static HttpResponseMessage Gone(HttpRequestMessage request) => throw new HttpRequestException("refused");

    public static HttpResponseMessage Client(string clientId = ClientId, string more = "") => Json(
        HttpStatusCode.OK,
        $$"""
        {"client_id":"{{clientId}}","client_name":"Order desk","redirect_uris":["https://a.example/cb"],
         "grant_types":["authorization_code","refresh_token"],"response_types":["code"],"scope":"orders-api",
         "token_endpoint_auth_method":"client_secret_basic","require_pkce":true,"revision":1{{more}}}
        """);

    public static HttpResponseMessage Refused(string code) => Json(HttpStatusCode.NotFound, $$"""{"code":"{{code}}"}""");

    public static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status)
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
        Headers = { { "ETag", "\"1\"" }, { "Cache-Control", "private, max-age=30" } },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        lock (Asked) Asked.Add(request);
        var answer = Answer(request);
        if (Interlocked.Exchange(ref _next, null) is { } held) await held.PassAsync(ct);
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _services.Dispose();
            Pages.Dispose();
            Logs.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>An answer on its way.</summary>
internal sealed class UnderWay
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The question was put.</summary>
    /// <exception cref="TimeoutException">It was not.</exception>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets it arrive.</summary>
    public void Arrive() => _arrived.SetResult();

    /// <summary>The connection breaks.</summary>
    public void Break() => _arrived.SetException(new HttpRequestException("broken"));

    public Task PassAsync(CancellationToken ct)
    {
        _asked.SetResult();
        return _arrived.Task.WaitAsync(ct);
    }
}
