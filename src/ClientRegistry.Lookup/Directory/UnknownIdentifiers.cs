namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// Remembers briefly that an identifier is unknown, in a table of fixed size: a flood of invented ones overwrites itself
/// and nothing else.
/// </summary>
internal sealed class UnknownIdentifiers(InvalidationEpochs epochs, TimeProvider clock)
{
    /// <summary>How long it is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    /// <summary>How many at most.</summary>
    public const int Capacity = 1 << 13;

    private readonly Slot?[] _slots = new Slot?[Capacity];

    public bool Contains(string clientId) =>
        Volatile.Read(ref _slots[IndexOf(clientId)]) is { } slot
        && slot.Epoch == epochs.Of(clientId)
        && clock.GetUtcNow().UtcTicks < slot.GoodUntilTicks
        && string.Equals(slot.ClientId, clientId, StringComparison.Ordinal);

    /// <summary>Remembers it.</summary>
    /// <param name="clientId">What was asked for.</param>
    /// <param name="epoch">What <see cref="InvalidationEpochs"/> said before the database was asked.</param>
    public void Remember(string clientId, long epoch) => Volatile.Write(
        ref _slots[IndexOf(clientId)], new Slot(clientId, epoch, clock.GetUtcNow().UtcTicks + Lifetime.Ticks));

    private static int IndexOf(string clientId) => clientId.GetHashCode(StringComparison.Ordinal) & (Capacity - 1);

    private sealed record Slot(string ClientId, long Epoch, long GoodUntilTicks);
}
