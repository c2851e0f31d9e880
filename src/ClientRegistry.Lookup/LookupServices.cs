using ClientRegistry.Lookup.Authentication;
using ClientRegistry.Lookup.Changes;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Endpoints;
using ClientRegistry.Lookup.Keys;
using ClientRegistry.Lookup.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Lookup;

/// <summary>Composes this room.</summary>
public static class LookupServices
{
    /// <summary>Adds the lookup. The host adds database, clock, commits and logging, and calls
    /// <see cref="LookupPath.UseLookup"/> and <see cref="LookupEndpoints.MapLookup"/>.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddLookup(this IServiceCollection services)
    {
        services.AddOptions<LookupOptions>().BindConfiguration(LookupOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LookupOptions>, LookupOptionsValidation>();
        services.AddSingleton<ClientReader>().AddSingleton(_ => new BoundedReads(ClientReader.MostThreads)).AddSingleton<KnownIdentifiers>()
            .AddSingleton<ClientExport>();
        services.AddSingleton<ClientDirectory>().AddSingleton<SlowSecretChecks>().AddSingleton<ClientAuthenticator>().AddSingleton<LookupKeyRing>();
        services.AddSingleton<FeedWatch>().AddSingleton<ChangeFeed>().AddSingleton<ChangeSignal>()
            .AddSingleton<ChangeFollower>();
        services.AddSingleton<UsageLedger>().AddSingleton<LedgerBatch>().AddSingleton<LedgerWriter>();
        services.AddSingleton<ReadClient>().AddSingleton<ValidateAuthorizationRequest>()
            .AddSingleton<AuthenticateClient>().AddSingleton<FollowChanges>();
        services.AddHostedService(s => s.GetRequiredService<ChangeFollower>());
        services.AddHostedService(s => s.GetRequiredService<LedgerWriter>());
        return services;
    }

    private sealed class LookupOptionsValidation : IValidateOptions<LookupOptions>
    {
        public ValidateOptionsResult Validate(string? name, LookupOptions options)
        {
            var faults = options.Faults().ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
