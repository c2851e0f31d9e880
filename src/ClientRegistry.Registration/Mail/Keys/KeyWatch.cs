using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Mail.Keys;

/// <summary>
/// Finds out at the start, before any mail is sent, whether the keys are those of this database, and keeps saying so. Where
/// they are, and nobody else runs who could have others, the mails that cannot be opened fail.
/// </summary>
/// <param name="custody">Tells loss from misconfiguration.</param>
/// <param name="failUnreadable">Fails what cannot be opened.</param>
/// <param name="clock">Measures the time between.</param>
/// <param name="logger">Tells operators.</param>
internal sealed class KeyWatch(
    KeyCustody custody, FailUnreadableMail failUnreadable, TimeProvider clock, ILogger<KeyWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = KeyCustody.LeaseLength / 3;

    private readonly Lock _lock = new();
    private Task? _stopping;
    private bool _hasTried;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = null;
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>A host may be stopped from two sides at once: who comes second waits for the first, so that afterwards
    /// nothing touches the database any more.</summary>
    /// <param name="cancellationToken">Patience is over.</param>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _stopping ??= StopOnceAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await LookAsync(stoppingToken);
        }
    }

    private async Task StopOnceAsync(CancellationToken ct)
    {
        await base.StopAsync(ct);
        await TryAsync(custody.LeaveAsync, ct);
    }

    private Task LookAsync(CancellationToken ct) => TryAsync(
        async token =>
        {
            await custody.LookAsync(token);
            if (_hasTried || custody.Standing != KeyStanding.Held || !await custody.IsAloneAsync(token)) return;

            await failUnreadable.RunAsync(token);
            _hasTried = true;
        },
        ct);

    /// <summary>A database that is away for a moment stops neither the start nor the watch.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // It is asked to stop.
        }
        catch (Exception e)
        {
            KeyLog.Stumbled(logger, e);
        }
    }
}
