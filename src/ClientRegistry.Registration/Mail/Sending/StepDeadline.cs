namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Ends a step of a conversation after its time, or when the whole attempt is dropped.</summary>
internal sealed class StepDeadline : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    public StepDeadline(TimeSpan time, TimeProvider clock, CancellationToken ct)
    {
        _time = new CancellationTokenSource(time, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, ct);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>The next step begins.</summary>
    /// <param name="time">How long it may take.</param>
    public void Restart(TimeSpan time) => _time.CancelAfter(time);

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
