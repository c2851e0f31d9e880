namespace ClientRegistry.Lookup;

/// <summary>
/// Reads of the database that keep no caller waiting beyond a limit. SQLite does all its work, and its waiting for a
/// lock or a disk, on the thread that asks, and hears of no cancellation; on SQL Server, EF Core waits between its
/// retries for up to half a minute. So each read begins on a thread that is there for reads, these threads are bounded,
/// and who waits is told when the time is over.
/// </summary>
/// <param name="mostThreads">How many threads may be held up by the database. SQLite keeps pages in memory for each.</param>
internal sealed class BoundedReads(int mostThreads)
{
    private readonly ReadThreads _threads = new(mostThreads);

    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Reads; told to stop when the time is over, whether it listens or not.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <param name="ct">Stops the waiting.</param>
    /// <exception cref="TimeoutException">The time is over, or too many wait already.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, TimeSpan patience, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(patience);
        var token = end.Token;
        var begun = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_threads.TryDo(() => begun.SetResult(BeginAsync(read, token))))
            throw new TimeoutException("Too many reads wait for the database.");
        try
        {
            return await begun.Task.Unwrap().WaitAsync(token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The database did not answer within {patience.TotalSeconds} s.", e);
        }
    }

    // Whatever happens is in the task. What nobody waits for any more is not begun.
    private static async Task<T> BeginAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return await read(ct);
    }
}
