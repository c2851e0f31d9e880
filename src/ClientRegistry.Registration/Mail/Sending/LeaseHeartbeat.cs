using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Renews a claim while its mail is under way, and drops the attempt once the claim is lost.</summary>
internal sealed class LeaseHeartbeat : IAsyncDisposable
{
    private readonly CancellationTokenSource _done = new();
    private readonly CancellationTokenSource _attempt;
    private readonly Task _beating;

    public LeaseHeartbeat(
        MailQueue queue, MailLease lease, LeaseFence fence, TimeProvider clock, ILogger logger, CancellationToken ct)
    {
        _attempt = CancellationTokenSource.CreateLinkedTokenSource(ct);
        fence.Extend(lease.Until);
        _beating = BeatAsync(queue, lease, fence, clock, logger);
    }

    /// <summary>Ends when the claim is lost, or the whole attempt is dropped.</summary>
    public CancellationToken Token => _attempt.Token;

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _beating;
        _done.Dispose();
        _attempt.Dispose();
    }

    private async Task BeatAsync(
        MailQueue queue, MailLease lease, LeaseFence fence, TimeProvider clock, ILogger logger)
    {
        // Two beats may fail before the fence closes.
        var interval = queue.LeaseLength / 4;
        while (true)
        {
            try
            {
                await Task.Delay(interval, clock, _done.Token);
                if (await queue.RenewAsync(lease, _done.Token) is { } until)
                {
                    fence.Extend(until);
                    continue;
                }

                await _attempt.CancelAsync();
                return;
            }
            catch (OperationCanceledException) when (_done.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database is away: the fence closes by itself if it stays so.
                MailLog.LeaseNotRenewed(logger, lease.Mail.Id, e);
            }
        }
    }
}
