using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Requests;

/// <summary>What a partner does with requests.</summary>
internal static class AskingServices
{
    public static IServiceCollection AddAsking(this IServiceCollection services) =>
        services.AddSingleton<MeasureDecisionTime>();
}
