namespace ClientRegistry.Testing.Smtp;

/// <summary>One rule of a script, in force until it is used up or removed.</summary>
public sealed class SmtpRule
{
    private readonly Lock _lock = new();
    private readonly Func<SmtpMoment, bool> _matches;
    private readonly int _skip;
    private readonly int _times;
    private readonly Action<SmtpRule> _remove;
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private int _matched;
    private int _hits;

    internal SmtpRule(
        Func<SmtpMoment, bool> matches, int skip, int times, bool accepts, SmtpAction action, Action<SmtpRule> remove)
    {
        _matches = matches;
        _skip = skip;
        _times = times;
        _remove = remove;
        Accepts = accepts;
        Action = action;
    }

    /// <summary>How often the rule has applied.</summary>
    public int Hits
    {
        get
        {
            lock (_lock)
                return _hits;
        }
    }

    internal bool Accepts { get; }

    internal SmtpAction Action { get; }

    /// <summary>Takes the rule out of the script; what it has already begun is not undone.</summary>
    public void Remove() => _remove(this);

    /// <summary>Completes once the rule has applied <paramref name="count"/> times.</summary>
    /// <param name="count">How often, from 1.</param>
    /// <param name="timeout">How long to wait; null: <see cref="ReceivedMails.DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <exception cref="TimeoutException">It did not happen in time.</exception>
    public async Task WaitForHitsAsync(
        int count = 1, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_hits >= count)
                return;
            _waiters.Add((count, waiter));
        }

        await waiter.Task.WaitAsync(timeout ?? ReceivedMails.DefaultTimeout, cancellationToken);
    }

    /// <summary>Counts the moment when it matches; true when it is the rule's turn.</summary>
    internal bool Takes(SmtpMoment moment)
    {
        if (!_matches(moment))
            return false;
        lock (_lock)
        {
            var occurrence = ++_matched;
            if (occurrence <= _skip || occurrence - _skip > _times)
                return false;
            _hits++;
            foreach (var waiter in _waiters.Where(w => w.Count <= _hits))
                waiter.Reached.TrySetResult();
            _waiters.RemoveAll(w => w.Count <= _hits);
            return true;
        }
    }
}
