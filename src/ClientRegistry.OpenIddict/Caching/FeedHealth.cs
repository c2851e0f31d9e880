using ClientRegistry.OpenIddict.Asking;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// How far what is held can be trusted: while the change feed is followed without a gap, whatever it does not name is
/// as it was.
/// </summary>
internal sealed class FeedHealth(TimeProvider time)
{
    /// <summary>How long the feed may be silent. A connection can die without a word; then nobody says that it is lost.</summary>
    public static readonly TimeSpan LongestSilence = ChangeFeedApi.LongestWait + TimeSpan.FromSeconds(2);

    private readonly long _nodeLag = time.TicksIn(RecentChanges.NodeLag);
    private long _heardAt = long.MinValue;
    private long _distrustUpTo = long.MinValue;
    private volatile bool _isFollowed;

    /// <summary>Whether changes arrive as they happen.</summary>
    public bool IsFollowed => _isFollowed && time.GetElapsedTime(HeardAt) < LongestSilence;

    /// <summary>When the feed last said that it is complete.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>What was asked for before this may have changed unseen.</summary>
    public long DistrustUpTo => Volatile.Read(ref _distrustUpTo);

    /// <summary>The feed was read to its end, and what it named is taken in.</summary>
    public void Heard()
    {
        Volatile.Write(ref _heardAt, time.GetTimestamp());
        _isFollowed = true;
    }

    /// <summary>The feed cannot be read, or there is more in it than was read.</summary>
    public void Lost() => _isFollowed = false;

    /// <summary>
    /// The feed begins anew: changes before its beginning were not seen, and a node that lags behind may answer as
    /// before them a moment longer.
    /// </summary>
    public void BeganAnew() => Volatile.Write(ref _distrustUpTo, time.GetTimestamp() + _nodeLag);
}
