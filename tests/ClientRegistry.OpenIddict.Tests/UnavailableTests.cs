using System.Net;
using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.OpenIddict.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace ClientRegistry.OpenIddict.Tests;

/// <summary>What is answered for a client of which nobody can say anything.</summary>
public sealed class UnavailableTests : IAsyncLifetime
{
    private readonly DeadRegistry _registry = new();
    private readonly OwnPages _pages = new();
    private AuthorizationServer _server = null!;
    private OAuthClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await AuthorizationServer.StartAsync(
            registry =>
            {
                registry.BaseAddress = new Uri("https://registry.example");
                registry.LookupKey = "key";
                registry.Retries = 0;
            },
            services =>
            {
                services.AddHttpClient<LookupApi>().ConfigurePrimaryHttpMessageHandler(() => _registry);
                services.AddHttpClient<ChangeFeedApi>().ConfigurePrimaryHttpMessageHandler(() => new DeadRegistry());
                services.Configure<OpenIddictServerAspNetCoreOptions>(o => o.EnableStatusCodePagesIntegration = true);
                services.AddSingleton<IStartupFilter>(_pages);
            });
        _client = new OAuthClient(_server.Address, new MailedCredentials("cr_client", "secret", "https://a.example/cb"));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _registry.Dispose();
    }

    [Fact]
    public async Task It_is_asked_for_once()
    {
        var outcome = await _client.AuthorizeAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (outcome.Status, _registry.Asked));
    }

    [Fact]
    public async Task A_page_of_the_server_s_own_sees_the_status_that_is_sent()
    {
        _pages.AreShown = true;

        var outcome = await _client.AuthorizeAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "page 503"), (outcome.Status, outcome.Body));
        Assert.NotNull(outcome.RetryAfter);
    }

    [Fact]
    public async Task What_is_wrong_with_the_key_is_told_to_nobody_outside()
    {
        _registry.Status = HttpStatusCode.Unauthorized;

        var page = await _client.AuthorizeAsync();
        var answer = await _client.ExchangeAsync("code");

        Assert.Equal(OpenIddictConstants.Errors.TemporarilyUnavailable, answer.TryGet("error"));
        Assert.DoesNotContain("key", answer.Raw, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("key", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class OwnPages : IStartupFilter
    {
        public bool AreShown { get; set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.UseWhen(_ => AreShown, pages => pages.UseStatusCodePages("text/plain", "page {0}"));
            next(application);
        };
    }

    private sealed class DeadRegistry : HttpMessageHandler
    {
        private int _asked;

        public HttpStatusCode Status { get; set; } = HttpStatusCode.BadGateway;

        public int Asked => _asked;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(new HttpResponseMessage(Status));
        }
    }
}
