using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
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
/// anew with each poll of the change feed; a key that is not on the ring makes it look once more, at most once in a
/// while for all callers together, so that invented keys cost nothing.
/// </summary>
internal sealed partial class LookupKeyRing(
    IDbContextFactory<RegistryDbContext> contexts,
    IOptions<LookupOptions> options,
    TimeProvider clock,
    ILogger<LookupKeyRing> logger) : IDisposable
{
    private const string Scheme = "Bearer ";
    private const int LongestKey = 256;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _reading = new(1);

    // The server hands out one and the same string for a header that is the same in each request of a connection; that
    // very object need not be hashed again.
    private readonly ConditionalWeakTable<string, StrongBox<Digest>> _seen = [];
    private State _state = new(FrozenDictionary<Digest, RingKey>.Empty, -1, DateTimeOffset.MinValue, default, false);
    private long _changes;

    /// <summary>A key was issued or revoked in this process: what was read before, or is being read, does not count.</summary>
    public void Invalidate() => Interlocked.Increment(ref _changes);

    /// <summary>Judges the Authorization headers of a request (RFC 6750 section 2.1).</summary>
    /// <param name="headers">All that came.</param>
    /// <returns>The key, or why it is refused.</returns>
    public ValueTask<(RingKey? Key, Problem? Problem)> CheckAsync(StringValues headers)
    {
        if (headers.Count == 0) return new((null, Problem.KeyMissing));
        var header = headers.Count == 1 ? headers[0] : null;
        if (header is null) return new((null, Problem.KeyMalformed));

        var isSeen = _seen.TryGetValue(header, out var seen);
        var digest = isSeen ? seen!.Value : default;
        if (!isSeen && !TryDigest(header, out digest)) return new((null, Problem.KeyMalformed));

        var (state, now) = (Volatile.Read(ref _state), clock.GetUtcNow());
        if (!state.Keys.TryGetValue(digest, out var key) || !IsUsable(state, now)) return new(LookAgainAsync(digest));

        // Only what is on the ring, so that invented keys take no room.
        if (!isSeen) _seen.TryAdd(header, new StrongBox<Digest>(digest));
        return new(Judge(key, now));
    }

    /// <summary>Reads all keys.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task RefreshAsync(CancellationToken ct)
    {
        var changes = Volatile.Read(ref _changes);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.LookupKeys.AsNoTracking().ToListAsync(ct);
        var known = Volatile.Read(ref _state).Keys;
        var keys = new Dictionary<Digest, RingKey>(rows.Count);
        foreach (var row in rows)
        {
            var digest = Digest.FromBase64(row.KeyHash);
            keys[digest] = known.TryGetValue(digest, out var was)
                ? was with { ExpiresAt = row.ExpiresAt, RevokedAt = row.RevokedAt }
                : new RingKey(row.Id, row.Environment, row.ExpiresAt, row.RevokedAt, new LastUse(row.LastUsedAt));
        }

        var now = clock.GetUtcNow();
        Volatile.Write(ref _state, new State(keys.ToFrozenDictionary(), changes, now, now, true));
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<(RingKey? Key, Problem? Problem)> LookAgainAsync(Digest digest)
    {
        await _reading.WaitAsync();
        try
        {
            if (_state.Changes != Volatile.Read(ref _changes)
                || clock.GetUtcNow() - _state.TriedAt >= LookAgainAfter) await TryRefreshAsync();
        }
        finally
        {
            _reading.Release();
        }

        var (state, now) = (Volatile.Read(ref _state), clock.GetUtcNow());
        if (state.Keys.TryGetValue(digest, out var key) && IsUsable(state, now)) return Judge(key, now);

        // What could not be read is not thereby unknown.
        return (null, state.Succeeded ? Problem.KeyUnknown : Problem.Unavailable);
    }

    private async Task TryRefreshAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await RefreshAsync(patience.Token);
        }
        catch (Exception e)
        {
            LogKeysNotRead(logger, e);
            Volatile.Write(ref _state, _state with { TriedAt = clock.GetUtcNow(), Succeeded = false });
        }
    }

    private bool IsUsable(State state, DateTimeOffset now) =>
        state.Changes == Volatile.Read(ref _changes) && now - state.ReadAt <= options.Value.MaxStale;

    private static (RingKey? Key, Problem? Problem) Judge(RingKey key, DateTimeOffset now)
    {
        if (key.RevokedAt is not null) return (null, Problem.KeyRevoked);
        return key.ExpiresAt <= now ? (null, Problem.KeyExpired) : (key, null);
    }

    private static bool TryDigest(string header, out Digest digest)
    {
        digest = default;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;

        var key = header.AsSpan(Scheme.Length);
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
        FrozenDictionary<Digest, RingKey> Keys, long Changes, DateTimeOffset ReadAt, DateTimeOffset TriedAt, bool Succeeded);

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
