using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenIddict.Abstractions;

namespace ClientRegistry.OpenIddict;

/// <summary>Refuses to start when something registered later took the registry's place as application store.</summary>
internal sealed class WiringCheck(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>() is not RegistryApplicationManager)
        {
            throw new InvalidOperationException(
                "Another application store replaced the client registry. Call AddClientRegistry after "
                + "UseEntityFrameworkCore, UseMongoDb and whatever else registers stores.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
