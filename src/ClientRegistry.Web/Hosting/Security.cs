namespace ClientRegistry.Web.Hosting;

/// <summary>What stands between the network and the pages.</summary>
internal static class Security
{
    /// <summary>Adds authorization and antiforgery.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthorization();
        builder.Services.AddAntiforgery();
    }

    /// <summary>Puts it in front of everything that is mapped.</summary>
    /// <param name="app">The built host.</param>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }
}
