using ClientRegistry.Lookup.Endpoints;
using ClientRegistry.Lookup.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientRegistry.Lookup;

/// <summary>Puts the lookup API at its paths.</summary>
public static class LookupEndpoints
{
    /// <summary>The base path of the API.</summary>
    public const string BasePath = "/api/v1";

    /// <summary>
    /// Maps the lookup API. Routing runs these endpoints itself, past everything that comes after it in the pipeline:
    /// no session, no antiforgery, no cookie.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    public static IEndpointRouteBuilder MapLookup(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var api = endpoints.MapGroup(BasePath);
        api.Map<ReadClient>(services, HttpMethods.Get, "/clients/{client_id}");
        api.Map<ValidateAuthorizationRequest>(services, HttpMethods.Post, "/authorization-requests/validate");
        api.Map<AuthenticateClient>(services, HttpMethods.Post, "/client-authentication");
        api.Map<FollowChanges>(services, HttpMethods.Get, "/changes");
        api.Map("/{**anything}", context => Problem.NotFound.WriteAsync(context)).ShortCircuit()
            .ExcludeFromDescription().WithOrder(2);
        return endpoints.MapOpenApiDocument();
    }

    private static void Map<TOperation>(
        this RouteGroupBuilder api, IServiceProvider services, string method, string pattern)
        where TOperation : class, ILookupOperation
    {
        var endpoint = LookupPath.Endpoint<TOperation>(services);
        api.MapMethods(pattern, [method], endpoint.HandleAsync).ShortCircuit();
        api.Map(pattern, context => RefuseMethodAsync(context, method)).ShortCircuit().ExcludeFromDescription()
            .WithOrder(1);
    }

    private static Task RefuseMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Problem.MethodNotAllowed(allowed).WriteAsync(context);
    }
}
