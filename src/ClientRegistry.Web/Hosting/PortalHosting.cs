using ClientRegistry.Web.Accounts;
using ClientRegistry.Web.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;
using MudBlazor.Services;

namespace ClientRegistry.Web.Hosting;

/// <summary>The pages.</summary>
internal static class PortalHosting
{
    /// <summary>Adds components, their circuits and who uses them.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddPortal(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(
            circuits => circuits.DetailedErrors = builder.Environment.IsDevelopment());
        builder.Services
            .AddMudServices()
            .AddCascadingAuthenticationState()
            .AddHttpContextAccessor()
            .AddScoped<CurrentActor>()
            .AddScoped<CircuitHandler, ActorOfCircuit>();
    }

    /// <summary>Maps pages and their files.</summary>
    /// <param name="app">The built host.</param>
    public static void MapPortal(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(
            mode => mode.ContentSecurityFrameAncestorsPolicy = null);
    }

    /// <summary>
    /// Turns new circuits away while the host stops. Browsers come back at once when theirs is closed, faster than the
    /// port is, and one that gets in would hold up the stop for its whole time limit.
    /// </summary>
    /// <param name="app">The built host.</param>
    public static void RefuseCircuitsWhileStopping(this WebApplication app) => app.Use((http, next) =>
    {
        if (!app.Lifetime.ApplicationStopping.IsCancellationRequested || !http.Request.Path.StartsWithSegments("/_blazor"))
            return next(http);

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    });
}
