using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Http;
using ClientRegistry.Lookup.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ClientRegistry.Lookup.Keys;

/// <summary>A lookup key that was found good.</summary>
/// <param name="RowId">Row key.</param>
/// <param name="Environment">The one environment whose clients it sees.</param>
/// <param name="ExpiresAt">When it stops being good; null for never.</param>
/// <param name="RevokedAt">Since when it is revoked; null while it is not.</param>
/// <param name="LastUse">When it was last used.</param>
internal sealed record RingKey(
    Guid RowId, ClientEnvironment Environment, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, LastUse LastUse);

/// <summary>
/// All lookup keys, by the digest of their text: there is one for each authorization server, so all of them fit. Read
/// anew with each poll of the change feed; what this process itself issues or revokes is put there at its commit. A key
/// that is not on the ring makes it look once more, at most once in a while for all callers together, so that invented
/// keys cost nothing.
/// </summary>
internal sealed partial class LookupKeyRing(
    IDbContextFactory<RegistryDbContext> contexts,
    IOptions<LookupOptions> options,
    TimeProvider clock,
    ILogger<LookupKeyRing> logger) : IDisposable
{
    private const string Scheme = "Bearer ";
    private const int LongestKey = 256;
    private const int MostThreads = 2;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>A read that takes longer is given up; the database is as good as gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Apart from the reads of clients: however many of those wait, a key that is revoked is found out in time.
    private readonly BoundedReads _reads = new(MostThreads);

    private readonly long _lookAgainAfter = clock.TimestampsIn(LookAgainAfter);
    private readonly long _maxStale = clock.TimestampsIn(options.Value.MaxStale);
    private readonly SemaphoreSlim _reading = new(1);

    // The server hands out one and the same string for a header that is the same in each request of a connection; that
    // very object need not be hashed again.
    private readonly ConditionalWeakTable<string, StrongBox<Digest>> _seen = [];
    private readonly Lock _writing = new();
    private State _state = new(FrozenDictionary<Digest, RingKey>.Empty, Timestamps.Never, Timestamps.Never, false);
    private long _changes;

    /// <summary>Keys were issued or revoked in this process: that holds from now on, whatever is being read.</summary>
    /// <param name="keys">The keys as they are now.</param>
    public void Put(IReadOnlyList<LookupKey> keys)
    {
        lock (_writing)
        {
            _changes++;
            var all = new Dictionary<Digest, RingKey>(_state.Keys);
            foreach (var key in keys) Put(all, key);
            Volatile.Write(ref _state, _state with { Keys = all.ToFrozenDictionary() });
        }
    }

    /// <summary>Judges the Authorization headers of a request (RFC 6750 section 2.1).</summary>
    /// <param name="headers">All that came.</param>
    /// <returns>The key, or why it is refused.</returns>
    public ValueTask<(RingKey? Key, Problem? Problem)> CheckAsync(StringValues headers)
    {
        if (headers.Count > 1) return new((null, Problem.KeyMalformed));
        var header = headers.ToString();

        var isSeen = _seen.TryGetValue(header, out var seen);
        var digest = isSeen ? seen!.Value : default;
        if (!isSeen && !IsBearer(header)) return new((null, Problem.KeyMissing));
        if (!isSeen && !TryDigest(header, out digest)) return new((null, Problem.KeyMalformed));

        var state = Volatile.Read(ref _state);
        if (!state.Keys.TryGetValue(digest, out var key) || !IsUsable(state)) return new(LookAgainAsync(digest));

        // Only what is on the ring, so that invented keys take no room.
        if (!isSeen) _seen.TryAdd(header, new StrongBox<Digest>(digest));
        return new(Judge(key));
    }

    /// <summary>Reads all keys.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            await ReadAllAsync(ct);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    // One at a time, so that no older answer comes after a newer one.
    private async Task ReadAllAsync(CancellationToken ct)
    {
        try
        {
            bool isTaken;
            do
            {
                var (changes, began) = (Volatile.Read(ref _changes), clock.GetTimestamp());
                isTaken = TryTake(await _reads.RunAsync(ReadAsync, Patience, ct), changes, began);
            }
            while (!isTaken);
        }
        catch
        {
            lock (_writing) Volatile.Write(ref _state, _state with { TriedAt = clock.GetTimestamp(), Succeeded = false });
            throw;
        }
    }

    // Not when this process changed a key meanwhile: what was read may lack that.
    private bool TryTake(List<LookupKey> rows, long changes, long began)
    {
        lock (_writing)
        {
            if (changes != _changes) return false;
            var all = new Dictionary<Digest, RingKey>(rows.Count);
            foreach (var row in rows) Put(all, row);
            Volatile.Write(ref _state, new State(all.ToFrozenDictionary(), began, clock.GetTimestamp(), true));
            return true;
        }
    }

    private void Put(Dictionary<Digest, RingKey> all, LookupKey row)
    {
        var digest = Digest.FromBase64(row.KeyHash);
        all[digest] = _state.Keys.TryGetValue(digest, out var was)
            ? was with { ExpiresAt = row.ExpiresAt, RevokedAt = row.RevokedAt }
            : new RingKey(row.Id, row.Environment, row.ExpiresAt, row.RevokedAt, new LastUse(row.LastUsedAt));
    }

    private async Task<List<LookupKey>> ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.LookupKeys.AsNoTracking().ToListAsync(ct);
    }

    private async Task<(RingKey? Key, Problem? Problem)> LookAgainAsync(Digest digest)
    {
        await _reading.WaitAsync();
        try
        {
            if (clock.GetTimestamp() - _state.TriedAt >= _lookAgainAfter) await ReadAllAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // What could not be read is not thereby unknown.
            LogKeysNotRead(logger, e);
        }
        finally
        {
            _reading.Release();
        }

        var state = Volatile.Read(ref _state);
        if (state.Keys.TryGetValue(digest, out var key) && IsUsable(state)) return Judge(key);

        return (null, state.Succeeded ? Problem.KeyUnknown : Problem.Unavailable);
    }

    private bool IsUsable(State state) => clock.GetTimestamp() - state.ReadAt <= _maxStale;

    private (RingKey? Key, Problem? Problem) Judge(RingKey key)
    {
        if (key.RevokedAt is not null) return (null, Problem.KeyRevoked);
        return key.ExpiresAt is { } end && end <= clock.GetUtcNow() ? (null, Problem.KeyExpired) : (key, null);
    }

    // RFC 6750 section 3.1: whoever came another way has not come with a bad key, but with none.
    private static bool IsBearer(string header) =>
        header.StartsWith(Scheme[..^1], StringComparison.OrdinalIgnoreCase)
        && (header.Length < Scheme.Length || !char.IsAsciiLetterOrDigit(header[Scheme.Length - 1]));

    private static bool TryDigest(string header, out Digest digest)
    {
        digest = default;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;

        // RFC 9110 section 11.4: one or more blanks.
        var key = header.AsSpan(Scheme.Length).TrimStart(' ');
        if (key.Length is 0 or > LongestKey) return false;

        // RFC 6750 section 2.1: b64token.
        foreach (var c in key)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~' or '+' or '/' or '=')) return false;

        Span<byte> octets = stackalloc byte[LongestKey];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(octets[..Encoding.ASCII.GetBytes(key, octets)], hash);
        CryptographicOperations.ZeroMemory(octets);
        digest = Digest.From(hash);
        return true;
    }

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "LookupKeysNotRead")]
    private static partial void LogKeysNotRead(ILogger logger, Exception exception);

    private sealed record State(
        FrozenDictionary<Digest, RingKey> Keys, long ReadAt, long TriedAt, bool Succeeded);

    /// <summary>A SHA-256 as a value. Comparing digests of random keys in variable time tells nothing of the keys.</summary>
    private readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
    {
        public static Digest From(ReadOnlySpan<byte> hash)
        {
            var parts = MemoryMarshal.Cast<byte, ulong>(hash);
            return new(parts[0], parts[1], parts[2], parts[3]);
        }

        public static Digest FromBase64(string hash) => From(Convert.FromBase64String(hash));

        public override int GetHashCode() => A.GetHashCode();
    }
}
