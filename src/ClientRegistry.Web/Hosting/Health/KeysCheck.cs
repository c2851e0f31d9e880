using ClientRegistry.Registration.Mail.Keys;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClientRegistry.Web.Hosting;

/// <summary>There is a Data Protection key that still works: not in memory only, but where the next start looks; and it is
/// of the same keys that other running processes have.</summary>
/// <param name="keys">Reads the stored keys.</param>
/// <param name="custody">Compares with others.</param>
/// <param name="clock">The present.</param>
internal sealed class KeysCheck(IKeyManager keys, KeyCustody custody, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (custody.Standing == KeyStanding.Elsewhere)
            return Task.FromResult(HealthCheckResult.Unhealthy("Another running process has the keys of this database."));

        var now = clock.GetUtcNow();
        var usable = keys.GetAllKeys().Any(k => !k.IsRevoked && k.ExpirationDate > now && k.CreateEncryptor() is not null);
        return Task.FromResult(usable
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("No stored Data Protection key can be used."));
    }
}
