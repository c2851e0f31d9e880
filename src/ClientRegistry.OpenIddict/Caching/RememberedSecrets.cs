using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ClientRegistry.OpenIddict.Asking;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// Secrets the registry called good, for the time it cannot be reached: kept under a keyed hash whose key dies with
/// the process, at most a few for each client, until the feed says that the client's secrets changed.
/// </summary>
internal sealed class RememberedSecrets : IDisposable
{
    // Two during a rotation, and one that is about to end.
    private const int PerClient = 3;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly MemoryCache _good;
    private readonly FeedHealth _feed;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxStale;
    private readonly RecentChanges _changed;
    private readonly Lock _changing = new();

    public RememberedSecrets(FeedHealth feed, TimeProvider time, IOptions<ClientRegistryOptions> options)
    {
        (_feed, _time, _maxStale) = (feed, time, options.Value.MaxStale);
        _changed = new RecentChanges(time);
        _good = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.Value.CacheEntries });
    }

    /// <summary>Remembers that a secret was good.</summary>
    /// <param name="askedAt">When it was so, as timestamp: the time of the question, less the age of the answer.</param>
    /// <param name="expiresAt">Seconds since 1970 when it ends; 0 for never (RFC 7591 section 3.2.1).</param>
    public void Remember(string clientId, string secret, long askedAt, long expiresAt)
    {
        var hash = Hash(clientId, secret);
        lock (_changing)
        {
            // The answer may be older than a change of this client that was applied here already.
            if (_changed.MayPrecede(clientId, askedAt)) return;
            Set(clientId, [new Good(hash, askedAt, expiresAt), .. Without(clientId, hash).Take(PerClient - 1)]);
        }
    }

    /// <summary>The registry called it wrong.</summary>
    public void Forget(string clientId, string secret)
    {
        lock (_changing) Set(clientId, Without(clientId, Hash(clientId, secret)));
    }

    /// <summary>Takes in what the feed says.</summary>
    public void Apply(Change change)
    {
        if (change.Kind is not (WireNames.Secrets or WireNames.Suspended or WireNames.Revoked)) return;
        lock (_changing)
        {
            _changed.Add(change.ClientId, change.Kind);
            _good.Remove(change.ClientId);
        }
    }

    /// <summary>Whether it was good when the registry was last heard, and that is not too long ago.</summary>
    public bool WasGood(string clientId, string secret)
    {
        var hash = Hash(clientId, secret);
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var wasGood = false;
        foreach (var good in Of(clientId))
        {
            wasGood |= CryptographicOperations.FixedTimeEquals(good.Hash, hash)
                && (good.ExpiresAt == 0 || now < good.ExpiresAt)
                && _time.GetElapsedTime(KnownGoodAt(good)) < _maxStale;
        }

        return wasGood;
    }

    /// <inheritdoc/>
    public void Dispose() => _good.Dispose();

    private long KnownGoodAt(Good good) =>
        good.AskedAt <= _feed.DistrustUpTo ? good.AskedAt : Math.Max(good.AskedAt, _feed.HeardAt);

    private ImmutableArray<Good> Of(string clientId) => _good.Get<ImmutableArray<Good>?>(clientId) ?? [];

    private ImmutableArray<Good> Without(string clientId, byte[] hash) =>
        [.. Of(clientId).Where(g => !CryptographicOperations.FixedTimeEquals(g.Hash, hash))];

    private void Set(string clientId, ImmutableArray<Good> good)
    {
        if (good.IsEmpty) _good.Remove(clientId);
        else _good.Set<ImmutableArray<Good>?>(clientId, good, new MemoryCacheEntryOptions { Size = 1 });
    }

    // A client_id holds no control character (RFC 6749 appendix A.1): the pair cannot be read in two ways.
    private byte[] Hash(string clientId, string secret) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{clientId}\0{secret}"));

    private sealed record Good(byte[] Hash, long AskedAt, long ExpiresAt);
}
