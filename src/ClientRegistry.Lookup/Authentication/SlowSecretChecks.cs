using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Clients;

namespace ClientRegistry.Lookup.Authentication;

/// <summary>
/// Checks secrets against slow hashes: a few at a time, with a bounded queue of which one client has a small share, so
/// that wrong secrets cannot take the processor, or the queue, from the others. A success is remembered under a keyed
/// hash whose key lives and dies with the process.
/// </summary>
public sealed class SlowSecretChecks : IDisposable
{
    /// <summary>How many checks may run or wait.</summary>
    public const int LongestQueue = 64;

    /// <summary>How many of these may be one client's.</summary>
    public const int LongestQueuePerClient = 3;

    private const int Remembered = 1 << 14;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(64);
    private readonly byte[]?[] _successes = new byte[Remembered][];
    private readonly SemaphoreSlim _gate = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly ConcurrentDictionary<Guid, int> _queued = new();
    private int _queuedInAll;

    /// <summary>Whether a secret belongs to a slow hash.</summary>
    /// <param name="secret">What was sent.</param>
    /// <param name="hash">What is stored.</param>
    /// <param name="clientRowId">Whose it is.</param>
    /// <param name="ct">Stops the waiting.</param>
    /// <returns>Null when too many are waiting: nobody knows.</returns>
    public async ValueTask<bool?> MatchesAsync(string secret, string hash, Guid clientRowId, CancellationToken ct)
    {
        var mark = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\n{secret}"));
        if (IsRemembered(mark)) return true;

        try
        {
            return Enqueue(clientRowId) ? await CheckAsync(secret, hash, mark, ct) : null;
        }
        finally
        {
            Dequeue(clientRowId);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<bool?> CheckAsync(string secret, string hash, byte[] mark, CancellationToken ct)
    {
        if (!await _gate.WaitAsync(Patience, ct)) return null;
        try
        {
            // The same secret may have been checked while this one waited.
            if (IsRemembered(mark)) return true;
            var matches = await Task.Run(() => SecretHash.Matches(secret, hash), CancellationToken.None);
            if (matches) Volatile.Write(ref _successes[SlotOf(mark)], mark);
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

    private bool IsRemembered(byte[] mark) =>
        Volatile.Read(ref _successes[SlotOf(mark)]) is { } held && CryptographicOperations.FixedTimeEquals(held, mark);

    private static int SlotOf(byte[] mark) => BitConverter.ToUInt16(mark) & (Remembered - 1);
}
