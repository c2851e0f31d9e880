using System.Numerics;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// What the cache gave a moment ago, one look into an array away: the way through the cache touches several times as much
/// memory. Now and then each entry is asked of the cache again, which so learns what is in use. What the cache has evicted
/// since may stay here until another takes its place, so there are only so many places.
/// </summary>
internal sealed class RecentEntries
{
    /// <summary>How long one is given without asking the cache.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private const int Most = 1 << 16;
    private readonly ClientEntry?[] _slots;

    /// <summary>Makes it.</summary>
    /// <param name="entries">How many the cache holds.</param>
    public RecentEntries(int entries) =>
        _slots = new ClientEntry?[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(entries, Most))];

    /// <summary>The entry, if the cache gave it a moment ago; null says nothing.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="now">The present.</param>
    public ClientEntry? Find(string clientId, DateTimeOffset now) =>
        Volatile.Read(ref SlotOf(clientId)) is { } entry
        && string.Equals(entry.ClientId, clientId, StringComparison.Ordinal)
        && now.UtcTicks - entry.GivenAtTicks < Moment.Ticks
            ? entry
            : null;

    /// <summary>The cache gave it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="now">The present.</param>
    public void Keep(ClientEntry entry, DateTimeOffset now)
    {
        entry.GivenAtTicks = now.UtcTicks;
        Volatile.Write(ref SlotOf(entry.ClientId), entry);
    }

    /// <summary>It is good no longer.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Drop(string clientId)
    {
        ref var slot = ref SlotOf(clientId);
        if (Volatile.Read(ref slot)?.ClientId == clientId) Volatile.Write(ref slot, null);
    }

    /// <summary>Nothing is good any longer.</summary>
    public void Clear() => Array.Clear(_slots);

    // string's own hash is seeded anew in each process: nobody outside can make others collide.
    private ref ClientEntry? SlotOf(string clientId) =>
        ref _slots[clientId.GetHashCode(StringComparison.Ordinal) & (_slots.Length - 1)];
}
