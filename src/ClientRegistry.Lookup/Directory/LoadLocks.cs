using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion.Locking;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// One load for each key at a time, with a lock that is there only while somebody holds it or waits for it. The cache's
/// own keeps one for minutes after every load, which takes as much room as the cache's entries do.
/// </summary>
internal sealed class LoadLocks : IFusionCacheMemoryLocker
{
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>How many keys somebody loads or waits for.</summary>
    public int Count
    {
        get
        {
            lock (_turns) return _turns.Count;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<object?> AcquireLockAsync(
        string cacheName, string cacheInstanceId, string operationId, string key, TimeSpan timeout, ILogger? logger,
        CancellationToken token)
    {
        var turn = Enter(key);
        var isMine = false;
        try
        {
            isMine = await turn.Gate.WaitAsync(timeout, token);
            return isMine ? turn : null;
        }
        finally
        {
            if (!isMine) Leave(key, turn);
        }
    }

    /// <inheritdoc/>
    public object? AcquireLock(
        string cacheName, string cacheInstanceId, string operationId, string key, TimeSpan timeout, ILogger? logger,
        CancellationToken token)
    {
        var turn = Enter(key);
        var isMine = false;
        try
        {
            isMine = turn.Gate.Wait(timeout, token);
            return isMine ? turn : null;
        }
        finally
        {
            if (!isMine) Leave(key, turn);
        }
    }

    /// <inheritdoc/>
    public void ReleaseLock(
        string cacheName, string cacheInstanceId, string operationId, string key, object? lockObj, ILogger? logger)
    {
        if (lockObj is not Turn turn) return;
        turn.Gate.Release();
        Leave(key, turn);
    }

    /// <summary>Nothing to do: a lock without a wait handle holds nothing of the system.</summary>
    public void Dispose()
    {
    }

    private Turn Enter(string key)
    {
        lock (_turns)
        {
            if (!_turns.TryGetValue(key, out var turn)) _turns.Add(key, turn = new Turn());
            turn.Callers++;
            return turn;
        }
    }

    private void Leave(string key, Turn turn)
    {
        lock (_turns)
            if (--turn.Callers == 0) _turns.Remove(key);
    }

    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1);

        /// <summary>Who holds it or waits for it.</summary>
        public int Callers { get; set; }
    }
}
