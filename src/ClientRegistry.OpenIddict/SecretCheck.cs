using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.OpenIddict.Caching;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.OpenIddict;

/// <summary>
/// Asks the registry whether a secret belongs to a client, each time: it compares all live ones and notes their use.
/// When it cannot be reached, what it called good a while ago is good still.
/// </summary>
internal sealed class SecretCheck(
    LookupApi api, RememberedSecrets remembered, TimeProvider time, ILogger<SecretCheck> log)
{
    public async ValueTask<bool> IsGoodAsync(RegistryApplication application, string secret, CancellationToken ct)
    {
        try
        {
            var askedAt = time.GetTimestamp();
            var answer = await api.AuthenticateAsync(application, secret, ct).ConfigureAwait(false);
            if (answer.Authenticated)
            {
                remembered.Remember(application.ClientId, secret, askedAt, answer.ClientSecretExpiresAt);
                return true;
            }

            remembered.Forget(application.ClientId, secret);
            log.SecretRefused(application.ClientId, answer.Reason);
            return false;
        }
        catch (RegistryUnavailableException e) when (remembered.WasGood(application.ClientId, secret))
        {
            log.SecretRemembered(e, application.ClientId);
            return true;
        }
    }
}
