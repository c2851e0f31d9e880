using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Scopes;

/// <summary>The scope catalogue.</summary>
internal static class ScopeServices
{
    public static IServiceCollection AddScopes(this IServiceCollection services) => services
        .AddTransient<AddScope>()
        .AddTransient<EditScope>()
        .AddTransient<RetireScope>()
        .AddTransient<RestoreScope>()
        .AddTransient<ListScopes>();
}
