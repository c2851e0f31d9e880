using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>
/// A whole OpenIddict server on a loopback port: authorization, token and refresh, with tokens in Entity Framework's
/// stores and applications in the registry. Alice is always signed in and agrees to everything.
/// </summary>
public sealed class AuthorizationServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly SqliteConnection _database;

    private AuthorizationServer(WebApplication application, SqliteConnection database) =>
        (_application, _database) = (application, database);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>What happens while Alice takes her time to sign in.</summary>
    public Func<Task> WhileSigningIn { get; set; } = () => Task.CompletedTask;

    /// <summary>Starts one whose applications are in a registry.</summary>
    /// <param name="configure">Where the registry is.</param>
    /// <param name="more">What this server has besides.</param>
    public static async Task<AuthorizationServer> StartAsync(
        Action<ClientRegistryOptions> configure, Action<IServiceCollection>? more = null)
    {
        var name = $"Data Source=tokens-{Guid.CreateVersion7():N};Mode=Memory;Cache=Shared";
        var database = new SqliteConnection(name);
        await database.OpenAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDbContext<TokenDbContext>(db => db.UseSqlite(name).UseOpenIddict());
        AddOpenIddict(builder.Services, configure);
        more?.Invoke(builder.Services);

        var application = builder.Build();
        await using (var scope = application.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<TokenDbContext>().Database.EnsureCreatedAsync();

        var server = new AuthorizationServer(application, database);
        application.MapGet("/authorize", (Delegate)server.AuthorizeAsync);
        application.MapPost("/token", (Delegate)ExchangeAsync);
        await application.StartAsync();

        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = new Uri(addresses.Addresses.First());
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static void AddOpenIddict(IServiceCollection services, Action<ClientRegistryOptions> configure) =>
        services.AddOpenIddict()
            .AddCore(core => core
                .UseEntityFrameworkCore(ef => ef.UseDbContext<TokenDbContext>())
                .AddClientRegistry(configure))
            .AddServer(server => server
                .SetAuthorizationEndpointUris("/authorize")
                .SetPushedAuthorizationEndpointUris("/par")
                .SetTokenEndpointUris("/token")
                .AllowAuthorizationCodeFlow()
                .AllowRefreshTokenFlow()
                .DisableScopeValidation()
                .AddEncryptionKey(new SymmetricSecurityKey(new byte[32]))
                .AddEphemeralSigningKey()
                .UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough()
                .EnableTokenEndpointPassthrough()
                .DisableTransportSecurityRequirement());

    // A permanent authorization, as a server keeps that remembers consent: it points at the client's row.
    private async Task<IResult> AuthorizeAsync(
        HttpContext http, IOpenIddictApplicationManager applications, IOpenIddictAuthorizationManager authorizations)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var application = await applications.FindByClientIdAsync(request.ClientId!, http.RequestAborted);
        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, "alice");
        identity.SetScopes(request.GetScopes());
        var authorization = await authorizations.CreateAsync(
            identity,
            "alice",
            (await applications.GetIdAsync(application!, http.RequestAborted))!,
            AuthorizationTypes.Permanent,
            identity.GetScopes(),
            http.RequestAborted);
        await WhileSigningIn();
        identity.SetAuthorizationId(await authorizations.GetIdAsync(authorization, http.RequestAborted));
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(
            new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> ExchangeAsync(HttpContext http)
    {
        var ticket = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        return Results.SignIn(ticket.Principal!, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private sealed class TokenDbContext(DbContextOptions<TokenDbContext> options) : DbContext(options);
}
