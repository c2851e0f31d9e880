using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Audit;

/// <summary>Reading and checking the audit trail.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddTransient<ListAuditEvents>()
        .AddTransient<VerifyAuditTrail>();
}
