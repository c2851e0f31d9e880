namespace ClientRegistry.Testing.Smtp;

/// <summary>Where conversations stand still until the test lets them go on.</summary>
public sealed class SmtpGate
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal SmtpGate() { }

    /// <summary>The rule behind the gate: counts arrivals, waits for them, can be removed.</summary>
    public SmtpRule Rule { get; internal set; } = null!;

    /// <summary>Completes once a conversation stands at the gate.</summary>
    /// <param name="arrivals">How many conversations must have come.</param>
    /// <param name="timeout">How long to wait; null: <see cref="ReceivedMails.DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    public Task WaitForArrivalAsync(
        int arrivals = 1, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Rule.WaitForHitsAsync(arrivals, timeout, cancellationToken);

    /// <summary>Opens the gate for good: for those who wait and for those who come.</summary>
    public void Release() => _released.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken) => _released.Task.WaitAsync(cancellationToken);
}
