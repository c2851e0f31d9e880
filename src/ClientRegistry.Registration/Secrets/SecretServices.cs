using ClientRegistry.Registration.Secrets.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Secrets;

/// <summary>What is done with client secrets.</summary>
internal static class SecretServices
{
    public static IServiceCollection AddSecrets(this IServiceCollection services) =>
        services
            .AddTransient<AddClientSecret>()
            .AddTransient<RetireClientSecret>()
            .AddTransient<UndoRetirement>()
            .AddTransient<RelabelClientSecret>()
            .AddSingleton<TellOfSecretEnds>()
            .AddHostedService<SecretEndWorker>()
            .AddDelivery();

    private static IServiceCollection AddDelivery(this IServiceCollection services) =>
        services
            .AddSingleton<SecretDelivery>()
            .AddTransient<FindSecretClaim>()
            .AddTransient<ClaimSecret>()
            .AddTransient<ConfirmSecretStored>()
            .AddSingleton<TellOfSecretClaims>()
            .AddTransient<TurnIntoClaimLink>();
}
