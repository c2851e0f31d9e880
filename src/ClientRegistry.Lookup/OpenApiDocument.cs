using ClientRegistry.Lookup.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace ClientRegistry.Lookup;

/// <summary>
/// Serves the description of the lookup API. It is written, not generated: the contract comes first, and a test holds
/// the endpoints to it.
/// </summary>
public static class OpenApiDocument
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/openapi/v1.json";

    private const string Resource = "ClientRegistry.Lookup.openapi.v1.json";

    /// <summary>Maps it; no key is needed to read it.</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    public static IEndpointRouteBuilder MapOpenApiDocument(this IEndpointRouteBuilder endpoints)
    {
        var document = Read();
        endpoints.MapMethods(Path, LookupEndpoints.Reading, context =>
        {
            JsonText.Respond(context.Response, document);
            return Task.CompletedTask;
        }).ShortCircuit();
        return endpoints;
    }

    /// <summary>The document, UTF-8.</summary>
    internal static byte[] Read()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Resource)!;
        var document = new byte[stream.Length];
        stream.ReadExactly(document);
        return document;
    }
}
