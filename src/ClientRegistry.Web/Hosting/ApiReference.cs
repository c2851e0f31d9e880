using System.Security.Cryptography;
using ClientRegistry.Lookup;
using Scalar.AspNetCore;

namespace ClientRegistry.Web.Hosting;

/// <summary>The readable form of the lookup API's description.</summary>
internal static class ApiReference
{
    private const string Path = "/scalar";

    /// <summary>Maps it. All its files are served from here, and nothing of it calls anybody else.</summary>
    /// <param name="app">The built host.</param>
    public static void MapApiReference(this WebApplication app) => app
        .MapScalarApiReference(Path, static (options, http) =>
        {
            // Its page carries one inline script: a policy of its own lets just that one run.
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
                + "img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; "
                + "frame-ancestors 'none'; form-action 'self'";
            options
                .WithNonce(nonce)
                .WithTitle("Lookup API")
                .WithOpenApiRoutePattern(OpenApiDocument.Path)
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()

                // "Share", "Deploy" and the like would hand the document to somebody else.
                .HideDeveloperTools()
                .HideClientButton();
        })
        .AllowAnonymous();
}
