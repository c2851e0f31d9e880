namespace ClientRegistry.Lookup.Changes;

/// <summary>The moment up to which this node has seen every change. What it held then, and still holds, was true then.</summary>
internal sealed class FeedWatch
{
    /// <summary>
    /// How long after that moment this node is believed without asking the database: a change must be seen by every node
    /// within 2 seconds.
    /// </summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);

    private long _followedAt = Timestamps.Never;

    /// <summary>The time stamp of that moment; <see cref="Timestamps.Never"/> before the feed was read for the first time.</summary>
    public long FollowedAt => Volatile.Read(ref _followedAt);

    /// <summary>The change feed was read to its end, without a gap, and what it named is dropped.</summary>
    /// <param name="at">Time stamp from before the reading began.</param>
    public void Followed(long at) => Volatile.Write(ref _followedAt, at);
}
