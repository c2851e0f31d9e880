using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.OpenIddict.Caching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.OpenIddict;

/// <summary>
/// Asks the registry whether a secret belongs to a client, each time: it compares all live ones and notes their use.
/// When it cannot be reached, what it called good a while ago is good still.
/// </summary>
internal sealed class SecretCheck(
    LookupApi api,
    RememberedSecrets remembered,
    Reachability registry,
    TimeProvider time,
    IOptions<ClientRegistryOptions> options,
    ILogger<SecretCheck> log)
{
    // The registry looks at no longer one.
    private const int MaximumLength = 256;

    public async ValueTask<bool> IsGoodAsync(RegistryApplication application, string secret, CancellationToken ct)
    {
        if (secret.Length > MaximumLength) return false;
        var wasGood = remembered.WasGood(application.ClientId, secret);
        if (registry.IsGone && wasGood)
        {
            registry.ProbeInBackground(() => AskAsync(application, secret, once: true, CancellationToken.None));
            return true;
        }

        try
        {
            return await AskAsync(application, secret, once: wasGood || registry.IsGone, ct).ConfigureAwait(false);
        }
        catch (RegistryUnavailableException) when (remembered.WasGood(application.ClientId, secret))
        {
            log.SecretRemembered(application.ClientId);
            return true;
        }
    }

    private async Task<bool> AskAsync(RegistryApplication application, string secret, bool once, CancellationToken ct)
    {
        var askedAt = time.GetTimestamp();
        var answer = await registry.ObserveAsync(api.AuthenticateAsync(application, secret, once, ct)).ConfigureAwait(false);
        if (answer.Age > options.Value.MaxStale) throw RegistryUnavailableException.TooOld();
        if (answer.Authenticated)
        {
            var knownAt = askedAt - time.TicksIn(answer.Age);
            remembered.Remember(application.ClientId, secret, knownAt, answer.ClientSecretExpiresAt);
            return true;
        }

        remembered.Forget(application.ClientId, secret);
        log.SecretRefused(application.ClientId, answer.Reason);
        return false;
    }
}
