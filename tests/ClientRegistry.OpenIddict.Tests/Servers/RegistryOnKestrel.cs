using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>The application behind a real port, on a database and a directory that outlive it.</summary>
internal sealed class RegistryOnKestrel(string connectionString, string directory, int port)
    : WebApplicationFactory<Program>
{
    public Uri Start()
    {
        UseKestrel(port);
        StartServer();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new Uri(addresses.Addresses.First().Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("ConnectionStrings:ClientRegistry", connectionString);
        builder.UseSetting("Data:Directory", directory);
        builder.UseSetting("Portal:PublicUrl", "https://registry.example");
        builder.UseSetting("Portal:SupportAddress", "support@registry.example");
        builder.UseSetting("Mail:From", "Client Registry <registry@registry.example>");
        builder.UseSetting("Mail:Transport", "Folder");
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }
}
