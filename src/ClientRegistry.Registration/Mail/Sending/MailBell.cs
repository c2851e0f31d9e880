using ClientRegistry.Core.Data;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Wakes the worker when this process has committed owed mail.</summary>
public sealed class MailBell : IDisposable
{
    private readonly Commits _commits;
    private TaskCompletionSource _ring = NewRing();

    /// <summary>Listens to this process's commits.</summary>
    /// <param name="commits">Tells of them.</param>
    public MailBell(Commits commits)
    {
        _commits = commits;
        _commits.MailOwed += Ring;
    }

    /// <summary>Completes with the next ring. Take it before looking into the queue, so that none is missed.</summary>
    public Task NextRing => Volatile.Read(ref _ring).Task;

    /// <summary>Wakes whoever waits.</summary>
    public void Ring() => Interlocked.Exchange(ref _ring, NewRing()).TrySetResult();

    /// <inheritdoc/>
    public void Dispose() => _commits.MailOwed -= Ring;

    private static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
