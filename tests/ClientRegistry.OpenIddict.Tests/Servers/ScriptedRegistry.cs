using System.Net;
using System.Text;
using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.OpenIddict.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpenIddict.Abstractions;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>The package as it is wired, over a connection on which a test says what the registry answers.</summary>
internal sealed class ScriptedRegistry : HttpMessageHandler
{
    public const string ClientId = "cr_client";
    public const string Secret = "right";

    private readonly ServiceProvider _services;

    public ScriptedRegistry()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        services.AddOpenIddict().AddCore(core => core.AddClientRegistry(o =>
        {
            o.BaseAddress = new Uri("https://registry.example/base");
            o.LookupKey = "key";
            o.Retries = 0;
        }));
        services.AddHttpClient<LookupApi>().ConfigurePrimaryHttpMessageHandler(() => this);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>What it answers to the next questions.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => Client();

    /// <summary>What it was asked.</summary>
    public List<HttpRequestMessage> Asked { get; } = [];

    public ClientDirectory Directory => _services.GetRequiredService<ClientDirectory>();

    public FeedHealth Feed => _services.GetRequiredService<FeedHealth>();

    public RememberedSecrets Secrets => _services.GetRequiredService<RememberedSecrets>();

    public IOpenIddictApplicationManager Applications =>
        _services.CreateScope().ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();

    public async Task<RegistryApplication?> FindAsync(string clientId = ClientId) =>
        await Directory.FindAsync(clientId, TestContext.Current.CancellationToken);

    public async Task<bool> IsGoodAsync(string secret) =>
        await Applications.ValidateClientSecretAsync((await FindAsync())!, secret, TestContext.Current.CancellationToken);

    /// <summary>The feed says so.</summary>
    public void Change(string kind, string clientId = ClientId)
    {
        var change = new Change(1, clientId, kind, 1);
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

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        lock (Asked) Asked.Add(request);
        return Task.FromResult(Answer(request));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _services.Dispose();
        base.Dispose(disposing);
    }
}
