using System.Net;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>What stands between the network and the pages.</summary>
internal static class Security
{
    private const string Api = "/api";

    /// <summary>Adds authorization, antiforgery, limits, and whom forwarded headers are believed from.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        var secure = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        builder.Services.AddAuthorization();
        builder.Services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "registry-antiforgery";
            o.Cookie.SecurePolicy = secure;
            o.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.ConfigureApplicationCookie(o => o.Cookie.SecurePolicy = secure);
        builder.Services.AddHsts(o => o.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddRateLimits();
        builder.Services.AddProblemDetails();
        builder.Services.AddSection<ForwardedOptions>(ForwardedOptions.Section);
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ForwardedOptions>>(Trust);
    }

    /// <summary>What holds for every answer, that of the lookup API too: how the caller came, and to come by TLS only.</summary>
    /// <param name="app">The built host.</param>
    public static void UseTransport(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ForwardedOptions>>().Value.IsConfigured) app.UseForwardedHeaders();
        if (!app.Environment.IsDevelopment()) app.UseHsts();
    }

    /// <summary>Puts it in front of everything that is mapped.</summary>
    /// <param name="app">The built host.</param>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseWhen(IsApi, api => api.UseExceptionHandler().UseStatusCodePages());
        // With a scope of its own: Blazor's services have served the page that failed, and refuse to serve another.
        app.UseWhen(http => !IsApi(http), pages =>
            pages.UseExceptionHandler("/error", createScopeForErrors: true)
                .UseStatusCodePagesWithReExecute("/status/{0}").Use(ReadErrorPages));
        app.UseRouting();
        app.Use(RefuseTooLarge);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>Says so before the antiforgery check, which would call the form it could not read forged.</summary>
    private static Task RefuseTooLarge(HttpContext http, RequestDelegate next)
    {
        var limit = http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;
        if (limit is null || http.Request.ContentLength is not { } length || length <= limit) return next(http);

        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }

    /// <summary>An error page is read, whatever was being sent when the error came: as a form it would be refused anew.</summary>
    private static Task ReadErrorPages(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(Api);

    private static void Trust(ForwardedHeadersOptions headers, IOptions<ForwardedOptions> configured)
    {
        headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in configured.Value.KnownProxies) headers.KnownProxies.Add(IPAddress.Parse(proxy));
        foreach (var network in configured.Value.KnownNetworks) headers.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }
}
