using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Changes;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// A Bloom filter of all identifiers there are: says "certainly unknown" without asking anybody, so that a flood of
/// invented identifiers costs the database nothing. Filled from the database once, and kept by the change feed; while
/// the feed is not followed it says nothing.
/// </summary>
internal sealed class KnownIdentifiers(
    IDbContextFactory<RegistryDbContext> contexts, FeedWatch watch, TimeProvider clock)
{
    /// <summary>How old the last look at the feed may be.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(3);

    private Filter? _filter;
    private Filter? _filling;

    /// <summary>Whether it has to be filled (again): never was, or holds more than it was made for.</summary>
    public bool NeedsFilling => _filter is not { IsFull: false };

    /// <summary>Whether there is certainly no such client.</summary>
    /// <param name="clientId">What was asked for.</param>
    public bool IsCertainlyUnknown(string clientId) =>
        Volatile.Read(ref _filter) is { } filter
        && clock.GetUtcNow() - watch.FollowedAt <= Trust
        && !filter.MayContain(clientId);

    /// <summary>There is such a client from now on.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Add(string clientId)
    {
        Volatile.Read(ref _filter)?.Add(clientId);
        Volatile.Read(ref _filling)?.Add(clientId);
    }

    /// <summary>Reads all identifiers. The feed must be followed from a point before this one.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task FillAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var filling = new Filter(await db.Clients.CountAsync(ct));
        Volatile.Write(ref _filling, filling);
        await foreach (var clientId in db.Clients.Select(c => c.ClientId).AsAsyncEnumerable().WithCancellation(ct))
            filling.Add(clientId);
        Volatile.Write(ref _filter, filling);
        Volatile.Write(ref _filling, null);
    }

    private sealed class Filter
    {
        private const int BitsEach = 16;
        private const int Probes = 6;
        private const int Least = 1 << 16;
        private readonly long _capacity;
        private readonly ulong[] _words;
        private readonly byte[] _seed = RandomNumberGenerator.GetBytes(16);
        private long _count;

        public Filter(long count)
        {
            _capacity = Math.Max(Least, count * 2);
            _words = new ulong[_capacity * BitsEach / 64];
        }

        public bool IsFull => Volatile.Read(ref _count) > _capacity;

        public void Add(string clientId)
        {
            Span<uint> hashes = stackalloc uint[8];
            Hash(clientId, hashes);
            foreach (var hash in hashes[..Probes])
            {
                var bit = BitOf(hash);
                Interlocked.Or(ref _words[bit / 64], 1UL << (int)(bit % 64));
            }

            Interlocked.Increment(ref _count);
        }

        public bool MayContain(string clientId)
        {
            Span<uint> hashes = stackalloc uint[8];
            Hash(clientId, hashes);
            foreach (var hash in hashes[..Probes])
            {
                var bit = BitOf(hash);
                if ((Volatile.Read(ref _words[bit / 64]) & (1UL << (int)(bit % 64))) == 0) return false;
            }

            return true;
        }

        private long BitOf(uint hash) => (long)((ulong)hash * (ulong)(_words.LongLength * 64) >> 32);

        // Seeded, so that nobody outside can make identifiers that all look known.
        private void Hash(string clientId, Span<uint> hashes)
        {
            var text = MemoryMarshal.AsBytes(clientId.AsSpan());
            Span<byte> input = stackalloc byte[_seed.Length + text.Length];
            _seed.CopyTo(input);
            text.CopyTo(input[_seed.Length..]);
            SHA256.HashData(input, MemoryMarshal.AsBytes(hashes));
        }
    }
}
