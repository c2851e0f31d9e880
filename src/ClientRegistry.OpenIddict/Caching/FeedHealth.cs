namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// How far what is held can be trusted: while the change feed is followed without a gap, whatever it does not name is
/// as it was.
/// </summary>
internal sealed class FeedHealth(TimeProvider time)
{
    private long _heardAt = long.MinValue;
    private long _distrustUpTo = long.MinValue;
    private volatile bool _isFollowed;

    /// <summary>Whether changes arrive as they happen.</summary>
    public bool IsFollowed => _isFollowed;

    /// <summary>When the feed last said that it is complete.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>What was asked for before this may have changed unseen.</summary>
    public long DistrustUpTo => Volatile.Read(ref _distrustUpTo);

    public void Heard()
    {
        Volatile.Write(ref _heardAt, time.GetTimestamp());
        _isFollowed = true;
    }

    public void Lost() => _isFollowed = false;

    /// <summary>The feed begins anew: changes between what is held and its beginning were not seen.</summary>
    public void BeganAnew() => Volatile.Write(ref _distrustUpTo, time.GetTimestamp());
}
