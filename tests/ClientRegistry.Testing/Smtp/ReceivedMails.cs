namespace ClientRegistry.Testing.Smtp;

/// <summary>Every accepted message in order of arrival, and ways to wait for more without polling.</summary>
public sealed class ReceivedMails
{
    /// <summary>How long a test waits for what should happen at once; long for the sake of a busy machine.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<ReceivedMail> _mails = [];
    private readonly List<Waiter> _waiters = [];
    private readonly Func<string> _transcript;

    internal ReceivedMails(Func<string> transcript) => _transcript = transcript;

    /// <summary>What has arrived up to now.</summary>
    public IReadOnlyList<ReceivedMail> All
    {
        get
        {
            lock (_lock)
                return [.. _mails];
        }
    }

    /// <summary>The first message that fits, among those that are here or the next to come.</summary>
    /// <param name="predicate">Which message is meant.</param>
    /// <param name="timeout">How long to wait; null: <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <exception cref="TimeoutException">None came in time; the message lists what did, and what was said.</exception>
    public async Task<ReceivedMail> WaitForAsync(
        Func<ReceivedMail, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var found = await WaitUntilAsync(mails => mails.Any(predicate), timeout, cancellationToken);
        return found.First(predicate);
    }

    /// <summary>The first message to this recipient.</summary>
    /// <inheritdoc cref="WaitForAsync"/>
    public Task<ReceivedMail> WaitForRecipientAsync(
        string address, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForAsync(
            mail => mail.Recipients.Contains(address, StringComparer.OrdinalIgnoreCase), timeout, cancellationToken);

    /// <summary>All messages, as soon as there are at least <paramref name="count"/>.</summary>
    /// <inheritdoc cref="WaitForAsync"/>
    public Task<IReadOnlyList<ReceivedMail>> WaitForCountAsync(
        int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(mails => mails.Count >= count, timeout, cancellationToken);

    /// <summary>All messages, as soon as together they satisfy <paramref name="condition"/>.</summary>
    /// <inheritdoc cref="WaitForAsync"/>
    public async Task<IReadOnlyList<ReceivedMail>> WaitUntilAsync(
        Func<IReadOnlyList<ReceivedMail>, bool> condition,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        Waiter waiter = new(condition);
        lock (_lock)
        {
            if (condition(_mails))
                return [.. _mails];
            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Result.Task.WaitAsync(timeout ?? DefaultTimeout, cancellationToken);
        }
        catch (TimeoutException timedOut)
        {
            throw new TimeoutException(Describe(), timedOut);
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    internal void Add(Func<int, ReceivedMail> create)
    {
        lock (_lock)
        {
            _mails.Add(create(_mails.Count + 1));
            foreach (var waiter in _waiters)
                waiter.Look(_mails);
        }
    }

    private string Describe()
    {
        var arrived = All.Select(
            mail => $"  {mail.Order}. to {string.Join(", ", mail.Recipients)}, <{mail.MessageId}>");
        return $"""
            The awaited mail did not come. Arrived:
            {string.Join('\n', arrived)}
            Conversation, its end:
            {_transcript()}
            """;
    }

    private sealed record Waiter(Func<IReadOnlyList<ReceivedMail>, bool> Condition)
    {
        internal TaskCompletionSource<IReadOnlyList<ReceivedMail>> Result { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Look(List<ReceivedMail> mails)
        {
            try
            {
                if (Condition(mails))
                    Result.TrySetResult([.. mails]);
            }
            catch (Exception fault)
            {
                // A test's condition that throws must fail the test, not the server's conversation.
                Result.TrySetException(fault);
            }
        }
    }
}
