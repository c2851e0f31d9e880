using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Looks now and then whether somebody has to hear of the end of a secret.</summary>
/// <param name="tell">Does it.</param>
/// <param name="clock">Measures the time between.</param>
/// <param name="logger">Tells operators.</param>
internal sealed partial class SecretEndWorker(
    TellOfSecretEnds tell, TimeProvider clock, ILogger<SecretEndWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await tell.RunAsync(stoppingToken);
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

    [LoggerMessage(LogLevel.Error, "The worker that tells of the ends of secrets stumbled; it goes on.")]
    private static partial void LogStumbled(ILogger logger, Exception exception);
}
