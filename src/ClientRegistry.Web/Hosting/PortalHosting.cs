using ClientRegistry.Web.Accounts;
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
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services
            .AddMudServices()
            .AddCascadingAuthenticationState()
            .AddHttpContextAccessor()
            .AddScoped<CurrentActor>()
            .AddScoped<CircuitHandler, ActorOfCircuit>();
    }
}
