using System.Collections.Immutable;
using System.Net.Http.Headers;
using ClientRegistry.OpenIddict;
using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.OpenIddict.Caching;
using ClientRegistry.OpenIddict.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Wires the client registry into OpenIddict.</summary>
public static class ClientRegistryOpenIddictExtensions
{
    // However many strangers make up identifiers while the registry hangs.
    private const int MostConnections = 256;

    private static readonly ImmutableArray<OpenIddictServerHandlerDescriptor> ServerRules =
    [
        .. RepeatedParameters.Descriptors,
        .. UngrantedScopes.Descriptors,
        GrantAsItIsNow.Descriptor,
        RedirectRefusals.Descriptor,
        UnavailableStatus<ApplyAuthorizationResponseContext>.Descriptor,
        UnavailableStatus<ApplyPushedAuthorizationResponseContext>.Descriptor,
        UnavailableStatus<ApplyTokenResponseContext>.Descriptor,
        UnavailableStatus<ApplyIntrospectionResponseContext>.Descriptor,
        UnavailableStatus<ApplyRevocationResponseContext>.Descriptor,
        UnavailableStatus<ApplyUserInfoResponseContext>.Descriptor,
        UnavailableStatus<ApplyEndSessionResponseContext>.Descriptor,
        UnavailableStatus<ApplyDeviceAuthorizationResponseContext>.Descriptor,
        UnavailableStatus<ApplyEndUserVerificationResponseContext>.Descriptor,
    ];

    /// <summary>
    /// Makes the client registry the application store. Call it after <c>UseEntityFrameworkCore</c> or whatever keeps
    /// tokens and authorizations: their rows go on pointing at that store's applications, of which one with nothing but
    /// a <c>client_id</c> is kept for each client. PKCE is by <c>S256</c> alone (RFC 9700 section 2.1.1).
    /// </summary>
    /// <param name="builder">OpenIddict's core.</param>
    /// <param name="configure">Sets address and key at least; a bad value stops the start and is named.</param>
    /// <returns>The builder it was called on.</returns>
    public static OpenIddictCoreBuilder AddClientRegistry(
        this OpenIddictCoreBuilder builder, Action<ClientRegistryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;

        services.AddOptions<ClientRegistryOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ClientRegistryOptions>, ClientRegistryOptionsRules>());

        if (services.Any(s => s.ServiceType == typeof(ClientDirectory))) return builder;
        AddStore(builder);
        AddAsking(services);
        AddServerRules(services);
        return builder;
    }

    private static void AddStore(OpenIddictCoreBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(typeof(ILocalRows), LocalRowsFor(services));
        builder.SetDefaultApplicationEntity<RegistryApplication>();
        builder.ReplaceApplicationStore<RegistryApplication, RegistryApplicationStore>();
        builder.ReplaceApplicationManager<RegistryApplication, RegistryApplicationManager>();
        services.Replace(ServiceDescriptor.Scoped<IOpenIddictApplicationCache<RegistryApplication>, CacheOfScope>());
        services.AddHostedService<WiringCheck>();
    }

    // The store registered last is the one whose applications tokens point at.
    private static Type LocalRowsFor(IServiceCollection services) => services
        .Select(s => s.ServiceType)
        .LastOrDefault(t => t.IsConstructedGenericType
            && t.GetGenericTypeDefinition() == typeof(IOpenIddictApplicationStore<>)
            && t.GenericTypeArguments[0] != typeof(RegistryApplication)) is { } store
                ? typeof(LocalRows<>).MakeGenericType(store.GenericTypeArguments)
                : typeof(NoLocalRows);

    private static void AddAsking(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FeedHealth>();
        services.TryAddSingleton<Reachability>();
        services.TryAddSingleton<ClientDirectory>();
        services.TryAddSingleton<RememberedSecrets>();
        services.TryAddSingleton<SecretCheck>();
        services.TryAddSingleton<RefusalReport>();
        services.TryAddTransient<AskAgain>();
        services.AddHostedService<ChangeFollower>();
        services.AddHostedService(p => p.GetRequiredService<RefusalReport>());

        Connect(services.AddHttpClient<LookupApi>(), _ => Timeout.InfiniteTimeSpan).AddHttpMessageHandler<AskAgain>();
        Connect(services.AddHttpClient<ChangeFeedApi>(), o => ChangeFeedApi.LongestWait + o.Timeout);
    }

    // Held by singletons for good: the pool follows changes of the address, not the factory. Not each question is worth
    // four lines of log, nor each that fails two stack traces: it is said when the registry is gone and when it is back.
    private static IHttpClientBuilder Connect(
        IHttpClientBuilder http, Func<ClientRegistryOptions, TimeSpan> timeout) => http
        .ConfigureHttpClient((provider, client) =>
        {
            var options = provider.GetRequiredService<IOptions<ClientRegistryOptions>>().Value;
            client.BaseAddress = options.ApiAddress;
            client.Timeout = timeout(options);
            client.MaxResponseContentBufferSize = LookupApi.LargestAnswer;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.LookupKey);
        })
        .UseSocketsHttpHandler((handler, provider) =>
        {
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
            handler.MaxConnectionsPerServer = MostConnections;
            handler.ConnectTimeout = provider.GetRequiredService<IOptions<ClientRegistryOptions>>().Value.Timeout;
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();

    private static void AddServerRules(IServiceCollection services)
    {
        services.TryAddScoped<OpenIddictServerDispatcher>();
        services.Replace(ServiceDescriptor.Scoped<IOpenIddictServerDispatcher, AnswerUnavailable>());
        services.TryAdd(ServerRules.Select(r => r.ServiceDescriptor).DistinctBy(s => s.ServiceType));
        services.Configure<OpenIddictServerOptions>(o => o.Handlers.AddRange(ServerRules));
        services.PostConfigure<OpenIddictServerOptions>(o => o.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
    }
}
