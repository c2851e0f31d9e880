using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ClientRegistry.Lookup.Ledger;

namespace ClientRegistry.Lookup.Directory;

/// <summary>A secret of a client, as hash.</summary>
internal sealed class SecretEntry
{
    private const long Never = long.MaxValue;
    private readonly Sha256 _fastHash;
    private readonly bool _hasFastHash;
    private readonly long _expiresTicks = Never;
    private long _usedTicks;
    private byte[]? _proof;

    /// <summary>Begins with what the database knows.</summary>
    /// <param name="fastHash">SHA-256 of a secret of full entropy; empty when the hash is a slow one.</param>
    /// <param name="lastUse">When it last authenticated the client; null for never.</param>
    public SecretEntry(ReadOnlySpan<byte> fastHash, DateTimeOffset? lastUse)
    {
        _hasFastHash = !fastHash.IsEmpty;
        if (_hasFastHash) fastHash[..SHA256.HashSizeInBytes].CopyTo(_fastHash);
        _usedTicks = lastUse?.UtcTicks ?? 0;
    }

    /// <summary>Row key.</summary>
    public required Guid RowId { get; init; }

    /// <summary>Public identifier.</summary>
    public required string SecretId { get; init; }

    /// <summary>The stored slow hash; null when the hash is a fast one.</summary>
    public string? SlowHash { get; init; }

    /// <summary>When it stops being good; null for never.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get => _expiresTicks == Never ? null : new DateTimeOffset(_expiresTicks, TimeSpan.Zero);
        init => _expiresTicks = value?.UtcTicks ?? Never;
    }

    /// <summary>Whether its fast hash is this one, in constant time. Never when its hash is a slow one.</summary>
    /// <param name="hash">SHA-256 of what was sent.</param>
    public bool HasFastHash(ReadOnlySpan<byte> hash) =>
        CryptographicOperations.FixedTimeEquals(hash, _fastHash) & _hasFastHash;

    /// <summary>Whether this mark is that of what was found to match the slow hash, in constant time.</summary>
    /// <param name="mark">A keyed hash of what was sent and of the slow hash.</param>
    internal bool IsProvenBy(ReadOnlySpan<byte> mark) => CryptographicOperations.FixedTimeEquals(mark, Volatile.Read(ref _proof));

    /// <summary>What this is the mark of was found to match the slow hash.</summary>
    /// <param name="mark">A keyed hash of what was sent and of the slow hash; not empty.</param>
    internal void Prove(byte[] mark) => Volatile.Write(ref _proof, mark);

    /// <summary>Whether it is good at that moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsLive(DateTimeOffset now) => now.UtcTicks < _expiresTicks;

    /// <summary>Notes a use; see <see cref="LastUse"/>.</summary>
    /// <param name="now">The present.</param>
    /// <returns>True for the one caller who has to write it down.</returns>
    public bool IsUseWorthNoting(DateTimeOffset now) => LastUse.IsWorthNoting(ref _usedTicks, now);

    // In the entry itself: there are many, and an array each would be as much again, and one more place to look at.
    [InlineArray(SHA256.HashSizeInBytes)]
    private struct Sha256
    {
        private byte _first;
    }
}
