namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// Remembers briefly that an identifier is unknown, in a table of fixed size: a flood of invented ones overwrites itself
/// and nothing else.
/// </summary>
internal sealed class UnknownIdentifiers(TimeProvider clock)
{
    /// <summary>How long it is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    /// <summary>How many at most.</summary>
    public const int Capacity = 1 << 13;

    private readonly Slot?[] _slots = new Slot?[Capacity];
    private readonly long _lifetime = clock.TimestampsIn(Lifetime);

    public bool Contains(string clientId) =>
        Volatile.Read(ref SlotOf(clientId)) is { } slot
        && clock.GetTimestamp() - slot.Since < _lifetime
        && string.Equals(slot.ClientId, clientId, StringComparison.Ordinal);

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
