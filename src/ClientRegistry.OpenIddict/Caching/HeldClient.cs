namespace ClientRegistry.OpenIddict.Caching;

/// <summary>What was last said about one client; times are timestamps of the <see cref="TimeProvider"/>.</summary>
/// <param name="application">The client; null when it may not be used.</param>
/// <param name="etag">By which to ask whether it changed.</param>
/// <param name="askedAt">When the question was put: what it says is at least as new.</param>
/// <param name="lifetime">How long it may be used without asking, while the change feed is followed.</param>
internal sealed class HeldClient(RegistryApplication? application, string? etag, long askedAt, TimeSpan lifetime)
{
    private volatile bool _expired;
    private long _askAgainAt;

    public RegistryApplication? Application => application;

    public string? ETag => etag;

    public long AskedAt => askedAt;

    public TimeSpan Lifetime => lifetime;

    /// <summary>Whether the client is known to have changed since.</summary>
    public bool IsExpired => _expired;

    /// <summary>While the registry cannot be reached, it is not tried for every caller.</summary>
    public long AskAgainAt => Volatile.Read(ref _askAgainAt);

    public void Expire() => _expired = true;

    public void AskAgain(long at) => Volatile.Write(ref _askAgainAt, at);
}
