using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ClientRegistry.Core.Clients;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// A set of identifiers that says "certainly not in it", or "maybe". Of what was never added, one in 40,000 is taken for a
/// member at first, and one in 1,000 when it is full. Takes four octets for each member it was made for.
/// </summary>
internal sealed class BloomFilter
{
    private const int BitsEach = 16;
    private const int Probes = 6;
    private const int Least = 1 << 16;
    private const int Longest = ClientIdentifier.MaximumLength;
    private readonly long _capacity;
    private readonly ulong[] _words;
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(16);
    private long _count;

    /// <summary>Makes an empty one.</summary>
    /// <param name="count">How many are there now; room is made for twice as many.</param>
    public BloomFilter(long count)
    {
        _capacity = Math.Max(Least, count * 2);
        _words = new ulong[_capacity * BitsEach / 64];
    }

    /// <summary>Whether it holds more than it was made for, and so says "maybe" too often.</summary>
    public bool IsFull => Volatile.Read(ref _count) > _capacity;

    /// <summary>Puts it in.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Add(string clientId)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clientId.Length, Longest);
        Span<uint> hashes = stackalloc uint[8];
        Hash(clientId, hashes);
        foreach (var hash in hashes[..Probes])
        {
            var bit = BitOf(hash);
            Interlocked.Or(ref _words[bit / 64], 1UL << (int)(bit % 64));
        }

        Interlocked.Increment(ref _count);
    }

    /// <summary>Whether it may be in it.</summary>
    /// <param name="clientId">What was asked for.</param>
    public bool MayContain(string clientId)
    {
        if (clientId.Length > Longest) return false;
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
