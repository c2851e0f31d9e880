namespace ClientRegistry.OpenIddict.Caching;

/// <summary>What was last said about one client; times are timestamps of the <see cref="TimeProvider"/>.</summary>
/// <param name="application">The client; null when it may not be used.</param>
/// <param name="etag">By which to ask whether it changed.</param>
/// <param name="askedAt">When it was so: the time of the question, less the age of the answer.</param>
/// <param name="lifetime">How long it may be used without asking, while the change feed is followed.</param>
internal sealed class HeldClient(RegistryApplication? application, string? etag, long askedAt, TimeSpan lifetime)
{
    private volatile bool _expired;
    private long _askAgainAt;

    public RegistryApplication? Application => application;

    public string? ETag => etag;

    public long AskedAt => askedAt;

    public TimeSpan Lifetime => lifetime;

    /// <summary>Whether the client may have changed since: it is asked for anew, and the feed's silence says nothing for it.</summary>
    public bool IsExpired => _expired;

    /// <summary>While the registry cannot be reached, it is not tried for every caller. 0 when it could be.</summary>
    public long AskAgainAt => Volatile.Read(ref _askAgainAt);

    public void Expire()
    {
        _expired = true;
        Volatile.Write(ref _askAgainAt, 0);
    }

    public void AskAgain(long at) => Volatile.Write(ref _askAgainAt, at);
}
