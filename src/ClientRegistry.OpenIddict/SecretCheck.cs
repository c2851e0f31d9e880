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
    TimeProvider time,
    IOptions<ClientRegistryOptions> options,
    ILogger<SecretCheck> log)
{
    // The registry looks at no longer one.
    private const int MaximumLength = 256;

    // While the registry cannot be reached, not every caller waits to find out.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private long _askAgainAt = long.MinValue;

    public async ValueTask<bool> IsGoodAsync(RegistryApplication application, string secret, CancellationToken ct)
    {
        if (secret.Length > MaximumLength) return false;
        var wasGood = remembered.WasGood(application.ClientId, secret);
        if (wasGood && time.GetTimestamp() < Volatile.Read(ref _askAgainAt)) return true;

        var askedAt = time.GetTimestamp();
        try
        {
            var answer = await api.AuthenticateAsync(application, secret, once: wasGood, ct).ConfigureAwait(false);
            if (answer.Age > options.Value.MaxStale)
                throw new RegistryUnavailableException("The client registry's answer is too old.");
            if (answer.Authenticated)
            {
                var knownAt = askedAt - (long)(answer.Age.TotalSeconds * time.TimestampFrequency);
                remembered.Remember(application.ClientId, secret, knownAt, answer.ClientSecretExpiresAt);
                return true;
            }

            remembered.Forget(application.ClientId, secret);
            log.SecretRefused(application.ClientId, answer.Reason);
            return false;
        }
        catch (RegistryUnavailableException e) when (remembered.WasGood(application.ClientId, secret))
        {
            Volatile.Write(
                ref _askAgainAt, time.GetTimestamp() + (long)(Moment.TotalSeconds * time.TimestampFrequency));
            log.SecretRemembered(e, application.ClientId);
            return true;
        }
    }
}
