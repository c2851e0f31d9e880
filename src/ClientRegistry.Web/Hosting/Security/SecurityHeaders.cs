using Microsoft.Net.Http.Headers;

namespace ClientRegistry.Web.Hosting;

/// <summary>
/// What browsers are told not to do with any answer. Scripts come from files of our own only; styles may stand inline,
/// because MudBlazor writes its theme and its positions so.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>The content-security policy of every answer that does not bring its own.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    private const string Permissions =
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), clipboard-write=(self)";

    /// <summary>Where a secret is picked up: no answer there is kept by anybody, a redirect to the sign-in neither.</summary>
    private const string Claims = "/claims";

    /// <summary>Puts them on every answer, on errors too.</summary>
    /// <param name="app">The pipeline.</param>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // On starting, because an error handler clears the headers that were set before, and changes the path.
        Func<object, Task> write = http.Request.Path.StartsWithSegments(Claims) ? WriteForClaims : Write;
        http.Response.OnStarting(write, http.Response.Headers);
        return next(http);
    });

    private static Task WriteForClaims(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        return Write(headers);
    }

    private static Task Write(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, ContentSecurityPolicy);
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "strict-origin-when-cross-origin");
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
