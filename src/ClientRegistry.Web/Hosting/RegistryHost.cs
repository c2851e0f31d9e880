using ClientRegistry.Lookup;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Clients;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>What serving and the commands have in common: configuration, database, keys, use cases and lookup.</summary>
internal static class RegistryHost
{
    /// <summary>A builder whose files are looked for beside the application, wherever it was started.</summary>
    /// <param name="configuration">Settings from the command line, as <c>--key=value</c>.</param>
    public static WebApplicationBuilder CreateBuilder(string[] configuration)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = configuration, ContentRootPath = AppContext.BaseDirectory });

        // Published, it finds its static files in wwwroot; built, in the manifest that lies beside it.
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    /// <summary>Adds options, database, keys and use cases.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddRegistry(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSection<DataOptions>(DataOptions.Section)
            .AddSection<PortalOptions>(PortalOptions.Section)
            .AddSection<AuthorizationOptions>(AuthorizationOptions.Section)
            .AddSingleton<IValidateOptions<AuthorizationOptions>, AuthorizationSectionRules>()
            .AddSection<CredentialsOptions>(CredentialsOptions.Section)
            .AddSingleton<DataDirectory>()
            .AddSingleton(TimeProvider.System);
        builder.AddDatabase();
        builder.AddKeys();
        builder.AddMail();
        builder.Services.AddRegistration().AddLookup();
    }
}
