namespace ClientRegistry.Lookup;

/// <summary>
/// Reads of the database that hold up nobody for longer than they may. SQLite does all its work, and its waiting for a
/// lock or a disk, on the thread that asks, and hears of no cancellation; on SQL Server, EF Core waits between its
/// retries for up to half a minute. So each read begins on a thread of its own, the threads are bounded, and who waits
/// is told when the time is over.
/// </summary>
#pragma warning disable CA1001 // Reads that were given up still let go of the semaphore, which holds nothing but memory.
internal sealed class BoundedReads
#pragma warning restore CA1001
{
    /// <summary>How many threads may be held up by the database.</summary>
    public const int MostThreads = 32;

    private readonly SemaphoreSlim _threads = new(MostThreads);

    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Reads; told to stop when the time is over, whether it listens or not.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <param name="ct">Stops the waiting.</param>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, TimeSpan patience, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(patience);
        var token = end.Token;
        try
        {
            await _threads.WaitAsync(token);

            // Not of the pool: threads that the database holds up must not be missing where requests are answered.
            var begun = Task.Factory.StartNew(
                () => read(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _ = begun.ContinueWith(_ => _threads.Release(), TaskScheduler.Default);
            return await begun.Unwrap().WaitAsync(token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The database did not answer within {patience.TotalSeconds} s.", e);
        }
    }
}
