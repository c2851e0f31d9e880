using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>
/// Sends owed mail in the background: at once when this process owes some, and at intervals for what other processes owe
/// and what is to be tried again.
/// </summary>
/// <param name="dispatcher">Sends what is due.</param>
/// <param name="queue">How much waits.</param>
/// <param name="gate">When to try again while the server is away.</param>
/// <param name="bell">Wakes it.</param>
/// <param name="metrics">Hears how much waits.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Tells operators.</param>
internal sealed class MailWorker(
    MailDispatcher dispatcher,
    MailQueue queue,
    TransportGate gate,
    MailBell bell,
    MailMetrics metrics,
    TimeProvider clock,
    ILogger<MailWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _abandon = new();
    private DateTimeOffset _forgottenAt = DateTimeOffset.MinValue;

    /// <summary>Begins no more mails and finishes those in hand.</summary>
    /// <param name="cancellationToken">Patience is over: drops those in hand; another worker takes them over.</param>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var impatience = cancellationToken.Register(_abandon.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var rung = bell.NextRing;
            try
            {
                await dispatcher.DrainAsync(stoppingToken, _abandon.Token);
                await ForgetWipedAsync(stoppingToken);
                metrics.Depth = await queue.MeasureAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                MailLog.Stumbled(logger, e);
                rung = Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
            }

            await WaitAsync(rung, stoppingToken);
        }

        await dispatcher.FinishAsync();
        await ForgetAtLastAsync();
    }

    /// <summary>At intervals, and not after each mail: it costs the database a pause.</summary>
    private async Task ForgetWipedAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _forgottenAt < Interval) return;

        await queue.ForgetWipedAsync(ct);
        _forgottenAt = now;
    }

    /// <summary>This process may be the last one for a long time.</summary>
    private async Task ForgetAtLastAsync()
    {
        try
        {
            await queue.ForgetWipedAsync(_abandon.Token);
        }
        catch (Exception e)
        {
            MailLog.Stumbled(logger, e);
        }
    }

    private async Task WaitAsync(Task rung, CancellationToken stop)
    {
        var untilTry = gate.Alarm is { } alarm ? alarm.NextTry - clock.GetUtcNow() : Interval;
        var wait = untilTry < Interval ? untilTry : Interval;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(rung, Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, woken.Token));
        await woken.CancelAsync();
    }
}
