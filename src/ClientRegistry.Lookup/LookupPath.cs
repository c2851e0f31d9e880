using ClientRegistry.Lookup.Endpoints;
using ClientRegistry.Lookup.Keys;
using ClientRegistry.Lookup.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Lookup;

/// <summary>
/// The short path of the three questions that are asked in every flow: recognised by their method and exact path before
/// anything else of the pipeline runs, routing included. Whatever is spelt otherwise takes the long way of
/// <see cref="LookupEndpoints.MapLookup"/>, to the same answers.
/// </summary>
public static class LookupPath
{
    private const string Clients = LookupEndpoints.BasePath + "/clients/";
    private const string Validate = LookupEndpoints.BasePath + "/authorization-requests/validate";
    private const string Authenticate = LookupEndpoints.BasePath + "/client-authentication";

    /// <summary>Answers these questions here. To stand before all that is for pages.</summary>
    /// <param name="app">The host's pipeline.</param>
    public static IApplicationBuilder UseLookup(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var read = Endpoint<ReadClient>(services);
        var validate = Endpoint<ValidateAuthorizationRequest>(services);
        var authenticate = Endpoint<AuthenticateClient>(services);
        return app.Use(next => context =>
        {
            var (method, path) = (context.Request.Method, context.Request.Path.Value);
            if (path is null) return next(context);
            if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
                return IsClient(path) ? read.HandleAsync(context) : next(context);
            if (!HttpMethods.IsPost(method)) return next(context);
            return path switch
            {
                Validate => validate.HandleAsync(context),
                Authenticate => authenticate.HandleAsync(context),
                _ => next(context),
            };
        });
    }

    internal static LookupEndpoint Endpoint<TOperation>(IServiceProvider services)
        where TOperation : class, ILookupOperation => new(
        services.GetRequiredService<TOperation>(),
        services.GetRequiredService<LookupKeyRing>(),
        services.GetRequiredService<UsageLedger>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<LookupEndpoint>>());

    private static bool IsClient(string path) =>
        path.Length > Clients.Length
        && path.StartsWith(Clients, StringComparison.Ordinal)
        && path.IndexOf('/', Clients.Length) < 0;
}
