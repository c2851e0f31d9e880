using System.Net;
using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.OpenIddict.Caching;
using ClientRegistry.OpenIddict.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class WiringTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_without_a_key_is_refused_and_the_option_named()
    {
        using var host = Build(core => core.AddClientRegistry(o => o.BaseAddress = new Uri("https://registry.example")));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Equal("ClientRegistryOptions.LookupKey is missing.", refused.Message);
    }

    [Fact]
    public async Task A_start_is_refused_when_another_store_took_the_place()
    {
        using var host = Build(core => core
            .AddClientRegistry(o => (o.BaseAddress, o.LookupKey) = (new Uri("https://registry.example"), "key"))
            .UseEntityFrameworkCore(ef => ef.UseDbContext<DbContext>()));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Stop));

        Assert.Contains("after UseEntityFrameworkCore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_may_do_what_is_registered_and_nothing_more()
    {
        using var registry = new ScriptedRegistry();
        var client = (await registry.FindAsync())!;

        Assert.Equal(
            [
                Permissions.Endpoints.Authorization, Permissions.Endpoints.PushedAuthorization, Permissions.Endpoints.Token,
                Permissions.Endpoints.Revocation, Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, "scp:orders-api",
            ],
            await registry.Applications.GetPermissionsAsync(client, Stop));
        Assert.Equal(
            [Requirements.Features.ProofKeyForCodeExchange], await registry.Applications.GetRequirementsAsync(client, Stop));
        Assert.True(await registry.Applications.HasClientTypeAsync(client, ClientTypes.Confidential, Stop));
        Assert.Equal("Order desk", await registry.Applications.GetDisplayNameAsync(client, Stop));
    }

    [Fact]
    public async Task Creating_changing_and_listing_applications_is_refused_with_what_to_do_instead()
    {
        using var registry = new ScriptedRegistry();
        var applications = registry.Applications;
        var client = (await registry.FindAsync())!;
        var descriptor = new OpenIddictApplicationDescriptor { ClientId = "x" };

        await IsRefusedAsync(async () => await applications.CreateAsync(descriptor, Stop));
        await IsRefusedAsync(async () => await applications.UpdateAsync(client, Stop));
        await IsRefusedAsync(async () => await applications.UpdateAsync(client, descriptor, Stop));
        await IsRefusedAsync(async () => await applications.DeleteAsync(client, Stop));
        await IsRefusedAsync(async () => await applications.CountAsync(Stop));
        Assert.Throws<NotSupportedException>(() => applications.ListAsync(1, 0, Stop));
    }

    [Fact]
    public void PKCE_is_by_S256_alone_whatever_else_the_server_was_told()
    {
        var services = new ServiceCollection();
        services.AddOpenIddict()
            .AddCore(core => core.AddClientRegistry(_ => { }))
            .AddServer(server => server
                .SetAuthorizationEndpointUris("/authorize")
                .SetTokenEndpointUris("/token")
                .AllowAuthorizationCodeFlow()
                .AddEphemeralEncryptionKey()
                .AddEphemeralSigningKey()
                .Configure(o => o.CodeChallengeMethods.Add(CodeChallengeMethods.Plain)));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<OpenIddictServerOptions>>().Value;

        Assert.Equal([CodeChallengeMethods.Sha256], options.CodeChallengeMethods);
    }

    [Fact]
    public async Task Wired_twice_it_asks_no_more_often()
    {
        var asked = 0;
        var services = new ServiceCollection();
        for (var i = 0; i < 2; i++)
        {
            services.AddOpenIddict().AddCore(core => core.AddClientRegistry(o =>
                (o.BaseAddress, o.LookupKey, o.Retries) = (new Uri("https://registry.example"), "key", 1)));
        }

        services.AddHttpClient<LookupApi>().ConfigurePrimaryHttpMessageHandler(() => new Answering(() =>
        {
            asked++;
            throw new HttpRequestException("refused");
        }));
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<RegistryUnavailableException>(
            async () => await provider.GetRequiredService<ClientDirectory>().FindAsync("cr_client", Stop));

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task The_polls_of_the_feed_fill_no_log()
    {
        using var log = new CountingLogs();
        var services = new ServiceCollection().AddLogging(l => l.AddProvider(log));
        services.AddOpenIddict().AddCore(core => core.AddClientRegistry(o =>
            (o.BaseAddress, o.LookupKey) = (new Uri("https://registry.example"), "key")));
        services.AddHttpClient<ChangeFeedApi>().ConfigurePrimaryHttpMessageHandler(() => new Answering(
            () => ScriptedRegistry.Json(HttpStatusCode.OK, """{"changes":[],"next":1}""")));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<ChangeFeedApi>().ReadAsync(null, TimeSpan.Zero, Stop);

        Assert.Equal(0, log.Lines);
    }

    [Fact]
    public void However_many_ask_the_connections_to_the_registry_are_bounded()
    {
        var services = new ServiceCollection();
        services.AddOpenIddict().AddCore(core => core.AddClientRegistry(o =>
            (o.BaseAddress, o.LookupKey) = (new Uri("https://registry.example"), "key")));
        using var provider = services.BuildServiceProvider();

        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(nameof(LookupApi));
        while (handler is DelegatingHandler { InnerHandler: { } inner }) handler = inner;

        Assert.Equal(256, Assert.IsType<SocketsHttpHandler>(handler).MaxConnectionsPerServer);
    }

    private static async Task IsRefusedAsync(Func<Task> act) => Assert.Contains(
        "portal", (await Assert.ThrowsAsync<NotSupportedException>(act)).Message, StringComparison.Ordinal);

    private static IHost Build(Action<OpenIddictCoreBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddDbContext<DbContext>(db => db.UseSqlite("Data Source=:memory:").UseOpenIddict());
        builder.Services.AddOpenIddict().AddCore(configure);
        return builder.Build();
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Task.FromResult(answer());
    }
}
