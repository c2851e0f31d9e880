namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// Counts invalidations, by which a read that began before a commit betrays itself: whoever reads a client notes the
/// count first, and what was read is good only as long as the count is the same. Clients share a bounded number of
/// counts; a neighbour's change costs one more read and nothing else.
/// </summary>
internal sealed class InvalidationEpochs
{
    private const int Stripes = 1 << 14;
    private readonly long[] _counts = new long[Stripes];
    private long _all;

    /// <summary>The count that holds for a client. Both parts only grow, so an equal sum means that both are equal.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public long Of(string clientId) =>
        Volatile.Read(ref _all) + Volatile.Read(ref _counts[StripeOf(clientId)]);

    /// <summary>What was read of this client is good no longer.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Advance(string clientId) => Interlocked.Increment(ref _counts[StripeOf(clientId)]);

    /// <summary>What was read of any client is good no longer.</summary>
    public void AdvanceAll() => Interlocked.Increment(ref _all);

    // string's own hash is seeded anew in each process: nobody outside can aim at a stripe.
    private static int StripeOf(string clientId) => clientId.GetHashCode(StringComparison.Ordinal) & (Stripes - 1);
}
