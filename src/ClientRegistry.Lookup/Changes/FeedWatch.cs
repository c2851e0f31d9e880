namespace ClientRegistry.Lookup.Changes;

/// <summary>Until when this node knows of every change: whatever it held then, and has not dropped since, was true then.</summary>
internal sealed class FeedWatch
{
    private long _followedAtTicks = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>The moment; the beginning of time before the feed was read for the first time.</summary>
    public DateTimeOffset FollowedAt => new(Volatile.Read(ref _followedAtTicks), TimeSpan.Zero);

    /// <summary>The change feed was read to its end, without a gap, and what it named is dropped.</summary>
    /// <param name="at">When the reading began.</param>
    public void Followed(DateTimeOffset at) => Volatile.Write(ref _followedAtTicks, at.UtcTicks);
}
