namespace ClientRegistry.Lookup.Changes;

/// <summary>Wakes the callers that wait for a change.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = Make();

    /// <summary>Completes at the next change. Take it before looking whether there is one already.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something changed.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, Make()).TrySetResult();

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
