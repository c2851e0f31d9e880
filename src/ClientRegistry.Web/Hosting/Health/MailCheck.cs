using ClientRegistry.Registration.Mail.Sending;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClientRegistry.Web.Hosting;

/// <summary>Whether mail goes out. Degraded and no worse when it does not: the node serves all the same, and owed mail is
/// kept.</summary>
/// <param name="gate">Knows.</param>
internal sealed class MailCheck(TransportGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        gate.Alarm is { } alarm
            ? HealthCheckResult.Degraded($"No mail goes out since {alarm.Since:u}: {alarm.Cause}")
            : HealthCheckResult.Healthy());
}
