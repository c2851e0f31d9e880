using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Staff, scopes, lookup keys and what else administrators keep.</summary>
internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddTransient<FindWhoHolds>()
            .AddTransient<IssueLookupKey>().AddTransient<RevokeLookupKey>().AddTransient<ListLookupKeys>();
}
