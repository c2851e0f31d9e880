using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Partners;

/// <summary>Partners, their members, invitations and applications.</summary>
internal static class PartnerServices
{
    public static IServiceCollection AddPartners(this IServiceCollection services) =>
        services.AddTransient<ApplyForPartnership>();
}
