using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Requests;

/// <summary>What the staff does with requests.</summary>
internal static class DecidingServices
{
    public static IServiceCollection AddDeciding(this IServiceCollection services) =>
        services
            .AddTransient<ClaimClientRequest>()
            .AddTransient<ApproveClientRequest>()
            .AddTransient<RejectClientRequest>()
            .AddTransient<RequestChangesOnClientRequest>()
            .AddTransient<ListReviewQueue>()
            .AddTransient<ReviewClientRequest>()
            .AddHostedService<RequestMetrics>();
}
