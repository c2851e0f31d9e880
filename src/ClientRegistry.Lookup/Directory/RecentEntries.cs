using System.Numerics;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// Entries that the cache gave within the last seconds, found by one look into an array: the way through the cache touches
/// several times as much memory. After <see cref="Moment"/> an entry is asked of the cache again, so that the cache learns
/// what is in use. What the cache has evicted may stay here until another entry takes its place, so places are bounded.
/// </summary>
internal sealed class RecentEntries
{
    /// <summary>How long one is given without asking the cache.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private const int Most = 1 << 17;
    private readonly Lock _writing = new();
    private readonly ClientEntry?[] _slots;
    private readonly long _moment;
    private long _drops;

    /// <summary>Makes it.</summary>
    /// <param name="entries">How many the cache holds.</param>
    /// <param name="clock">Gives the time stamps.</param>
    public RecentEntries(int entries, TimeProvider clock)
    {
        _slots = new ClientEntry?[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(entries, Most))];
        _moment = clock.TimestampsIn(Moment);
    }

    /// <summary>Changes with each drop. Take it before the cache is asked for what is to be kept.</summary>
    public long Mark => Volatile.Read(ref _drops);

    /// <summary>The entry, if the cache gave it a moment ago; null says nothing.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="now">The present, as a time stamp.</param>
    public ClientEntry? Find(string clientId, long now) =>
        Volatile.Read(ref SlotOf(clientId)) is { } entry
        && string.Equals(entry.ClientId, clientId, StringComparison.Ordinal)
        && now - entry.GivenAt < _moment
            ? entry
            : null;

    /// <summary>The cache gave it. Not kept when anything was dropped meanwhile: it may have been just this one.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="now">The present, as a time stamp.</param>
    /// <param name="mark"><see cref="Mark"/> from before the cache was asked.</param>
    public void Keep(ClientEntry entry, long now, long mark)
    {
        lock (_writing)
        {
            if (_drops != mark) return;
            entry.GivenAt = now;
            Volatile.Write(ref SlotOf(entry.ClientId), entry);
        }
    }

    /// <summary>It is good no longer.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Drop(string clientId)
    {
        lock (_writing)
        {
            Volatile.Write(ref _drops, _drops + 1);
            ref var slot = ref SlotOf(clientId);
            if (slot?.ClientId == clientId) Volatile.Write(ref slot, null);
        }
    }

    /// <summary>Nothing is good any longer.</summary>
    public void Clear()
    {
        lock (_writing)
        {
            Volatile.Write(ref _drops, _drops + 1);
            Array.Clear(_slots);
        }
    }

    // string's own hash is seeded anew in each process: nobody outside can make others collide.
    private ref ClientEntry? SlotOf(string clientId) =>
        ref _slots[clientId.GetHashCode(StringComparison.Ordinal) & (_slots.Length - 1)];
}
