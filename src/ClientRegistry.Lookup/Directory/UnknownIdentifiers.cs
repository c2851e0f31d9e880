using ClientRegistry.Lookup.Changes;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// Remembers briefly that an identifier is unknown, in a table of fixed size: a flood of invented ones overwrites itself
/// and nothing else. While the feed is not followed another node may have made such a client: then nothing is said.
/// </summary>
internal sealed class UnknownIdentifiers(FeedWatch watch, TimeProvider clock)
{
    /// <summary>How long it is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    /// <summary>How many at most.</summary>
    public const int Capacity = 1 << 13;

    private readonly Slot?[] _slots = new Slot?[Capacity];
    private readonly long _lifetime = clock.TimestampsIn(Lifetime);
    private readonly long _trust = clock.TimestampsIn(FeedWatch.Trust);

    public bool Contains(string clientId)
    {
        if (Volatile.Read(ref SlotOf(clientId)) is not { } slot) return false;
        var now = clock.GetTimestamp();
        return now - slot.Since < _lifetime
            && now - Math.Max(slot.Since, watch.FollowedAt) <= _trust
            && string.Equals(slot.ClientId, clientId, StringComparison.Ordinal);
    }

    /// <summary>Remembers it.</summary>
    /// <param name="clientId">What was asked for.</param>
    /// <param name="since">Time stamp from before the database was asked.</param>
    public void Remember(string clientId, long since) => Volatile.Write(ref SlotOf(clientId), new Slot(clientId, since));

    /// <summary>It is known now.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Forget(string clientId)
    {
        ref var slot = ref SlotOf(clientId);
        if (Volatile.Read(ref slot)?.ClientId == clientId) Volatile.Write(ref slot, null);
    }

    /// <summary>Any of them may be known now.</summary>
    public void Clear() => Array.Clear(_slots);

    private ref Slot? SlotOf(string clientId) =>
        ref _slots[clientId.GetHashCode(StringComparison.Ordinal) & (Capacity - 1)];

    private sealed record Slot(string ClientId, long Since);
}
