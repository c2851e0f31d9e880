using ClientRegistry.Registration.Clients.Import;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Clients;

/// <summary>What is done with clients that exist.</summary>
internal static class ClientServices
{
    public static IServiceCollection AddClients(this IServiceCollection services) =>
        services
            .AddTransient<ChangeClientStatus>()
            .AddTransient<ProposeClientChange>()
            .AddTransient<ListClients>()
            .AddTransient<ShowClient>()
            .AddTransient<ListRefusedAttempts>()
            .AddTransient<FindRefusedAttempt>()
            .AddTransient<ImportClients>();
}
