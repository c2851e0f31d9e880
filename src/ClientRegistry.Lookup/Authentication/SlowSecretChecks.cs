using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup.Authentication;

/// <summary>
/// Checks secrets against slow hashes: a few at a time, with a bounded queue of which one client has a small share, so
/// that wrong secrets cannot take the processor, or the queue, from the others. A success is remembered with the secret it
/// is about, as a keyed hash whose key lives and dies with the process.
/// </summary>
internal sealed class SlowSecretChecks : IDisposable
{
    /// <summary>How many checks may run or wait.</summary>
    public const int LongestQueue = 64;

    /// <summary>How many of these may be one client's.</summary>
    public const int LongestQueuePerClient = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(64);
    private readonly SemaphoreSlim _gate = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly ConcurrentDictionary<Guid, int> _queued = new();
    private int _queuedInAll;

    /// <summary>Whether what was sent is that secret.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="secret">A secret with a slow hash.</param>
    /// <param name="clientRowId">Whose it is.</param>
    /// <param name="ct">Stops the waiting.</param>
    /// <returns>Null when too many are waiting: nobody knows.</returns>
    public async ValueTask<bool?> MatchesAsync(string sent, SecretEntry secret, Guid clientRowId, CancellationToken ct)
    {
        var mark = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{secret.SlowHash}\n{sent}"));
        if (secret.IsProvenBy(mark)) return true;

        try
        {
            return Enqueue(clientRowId) ? await CheckAsync(sent, secret, mark, ct) : null;
        }
        finally
        {
            Dequeue(clientRowId);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<bool?> CheckAsync(string sent, SecretEntry secret, byte[] mark, CancellationToken ct)
    {
        if (!await _gate.WaitAsync(Patience, ct)) return null;
        try
        {
            // The same secret may have been checked while this one waited.
            if (secret.IsProvenBy(mark)) return true;
            var matches = await Task.Run(() => SecretHash.Matches(sent, secret.SlowHash), CancellationToken.None);
            if (matches) secret.Prove(mark);
            return matches;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool Enqueue(Guid clientRowId)
    {
        var all = Interlocked.Increment(ref _queuedInAll);
        return _queued.AddOrUpdate(clientRowId, 1, (_, count) => count + 1) <= LongestQueuePerClient
            && all <= LongestQueue;
    }

    private void Dequeue(Guid clientRowId)
    {
        Interlocked.Decrement(ref _queuedInAll);
        if (_queued.AddOrUpdate(clientRowId, 0, (_, count) => count - 1) <= 0)
            _queued.TryRemove(KeyValuePair.Create(clientRowId, 0));
    }
}
