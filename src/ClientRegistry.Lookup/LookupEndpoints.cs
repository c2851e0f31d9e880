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
    public const string BasePath = Root + "/v1";

    private const string Root = "/api";

    /// <summary>RFC 9110 section 9.1: who supports GET supports HEAD.</summary>
    internal static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] Asking = [HttpMethods.Post];

    /// <summary>
    /// Maps the lookup API. Routing runs these endpoints itself, past everything that comes after it in the pipeline:
    /// no session, no antiforgery, no cookie.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    public static IEndpointRouteBuilder MapLookup(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var api = endpoints.MapGroup(BasePath);
        api.Map<ReadClient>(services, Reading, "/clients/{client_id}");
        api.Map<ValidateAuthorizationRequest>(services, Asking, "/authorization-requests/validate");
        api.Map<AuthenticateClient>(services, Asking, "/client-authentication");
        api.Map<FollowChanges>(services, Reading, "/changes");
        endpoints.Map(Root + "/{**anything}", context => Problem.NotFound.WriteAsync(context)).ShortCircuit()
            .ExcludeFromDescription().WithOrder(2);
        return endpoints.MapOpenApiDocument();
    }

    private static void Map<TOperation>(
        this RouteGroupBuilder api, IServiceProvider services, string[] methods, string pattern)
        where TOperation : class, ILookupOperation
    {
        var endpoint = LookupPath.Endpoint<TOperation>(services);
        api.MapMethods(pattern, methods, endpoint.HandleAsync).ShortCircuit();
        api.Map(pattern, context => RefuseMethodAsync(context, methods)).ShortCircuit().ExcludeFromDescription()
            .WithOrder(1);
    }

    private static Task RefuseMethodAsync(HttpContext context, string[] allowed)
    {
        context.Response.Headers.Allow = string.Join(", ", allowed);
        return Problem.MethodNotAllowed(string.Join(" and ", allowed)).WriteAsync(context);
    }
}
