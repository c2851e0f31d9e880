using ClientRegistry.Registration.Secrets.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Looks now and then whether somebody has to hear of the end of a secret, or of one that nobody picks up.</summary>
/// <param name="tellOfEnds">Does the one.</param>
/// <param name="tellOfClaims">Does the other.</param>
/// <param name="clock">Measures the time between.</param>
/// <param name="logger">Tells operators.</param>
internal sealed partial class SecretEndWorker(
    TellOfSecretEnds tellOfEnds,
    TellOfSecretClaims tellOfClaims,
    TimeProvider clock,
    ILogger<SecretEndWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await tellOfEnds.RunAsync(stoppingToken);
                await tellOfClaims.RunAsync(stoppingToken);
                await Task.Delay(Interval, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogStumbled(logger, e);
                await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The worker that tells of secrets stumbled; it goes on.")]
    private static partial void LogStumbled(ILogger logger, Exception exception);
}
