using MailKit;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>
/// Stands between a worker that was stopped for too long and the mail server: another worker may have taken the mail over
/// meanwhile, so each piece of it goes out only while the claim certainly holds.
/// </summary>
/// <param name="leaseLength">For how long a claim holds; its last sixth no longer counts here.</param>
/// <param name="clock">The present; workers' clocks must agree within that sixth.</param>
public sealed class LeaseFence(TimeSpan leaseLength, TimeProvider clock) : ITransferProgress
{
    private readonly TimeSpan _margin = leaseLength / 6;

    private long _endTicks;

    /// <summary>The claim holds until then.</summary>
    /// <param name="until">End of the claim, as written in the database.</param>
    public void Extend(DateTimeOffset until) => Interlocked.Exchange(ref _endTicks, (until - _margin).UtcTicks);

    /// <summary>Goes on only while the claim holds.</summary>
    /// <exception cref="LeaseLostException">It does not.</exception>
    public void ThrowIfLost()
    {
        if (clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _endTicks)) throw new LeaseLostException();
    }

    void ITransferProgress.Report(long bytesTransferred, long totalSize) => ThrowIfLost();

    void ITransferProgress.Report(long bytesTransferred) => ThrowIfLost();
}

/// <summary>The claim on a mail ran out before the mail was handed over.</summary>
public sealed class LeaseLostException() : Exception("The claim on this mail has run out.");
