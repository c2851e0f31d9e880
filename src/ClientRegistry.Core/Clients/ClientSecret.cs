namespace ClientRegistry.Core.Clients;

/// <summary>
/// A client secret (RFC 6749 section 2.3.1), kept as a hash only. A client has up to <see cref="MaximumLive"/> at once,
/// so that one can be replaced without downtime.
/// </summary>
public sealed class ClientSecret
{
    /// <summary>How many may be good at the same time.</summary>
    public const int MaximumLive = 2;

    private ClientSecret()
    {
    }

    /// <summary>A secret of the client.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="secretId">Public identifier, for pages, mails and logs.</param>
    /// <param name="hash">Algorithm marker and hash, see <see cref="SecretHash"/>.</param>
    /// <param name="label">What its owner calls it.</param>
    /// <param name="expiresAt">When it stops being good; null for never.</param>
    /// <param name="now">The present.</param>
    public ClientSecret(
        Client client, string secretId, string hash, string label, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ClientRowId = client.Id;
        SecretId = secretId;
        Hash = hash;
        Label = label;
        CreatedAt = now;
        End(expiresAt, now);
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The client's row.</summary>
    public Guid ClientRowId { get; private set; }

    /// <summary>Public identifier; stands inside a generated secret too.</summary>
    public string SecretId { get; private set; } = "";

    /// <summary>Algorithm marker and hash, see <see cref="SecretHash"/>.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>What its owner calls it.</summary>
    public string Label { get; private set; } = "";

    /// <summary>When it came to be.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it stops being good; null for never. Wire name <c>client_secret_expires_at</c>, there 0 for never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>When somebody gave it its end; null while nobody did, or took it back.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>The end it had before it was retired; null for never. Means nothing while it is not retired.</summary>
    public DateTimeOffset? ExpiresAtUnlessRetired { get; private set; }

    /// <summary>When it is next looked at whether somebody has to hear of its end; null for never.</summary>
    public DateTimeOffset? EndNoticeDueAt { get; private set; }

    /// <summary>When it last authenticated the client, give or take the flush interval; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Whether it travelled in a mail that others could read. The sender of mail sets it in the database before such
    /// a mail leaves.</summary>
    public bool WasMailed { get; private set; }

    /// <summary>Whether it is good at that moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsLive(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    /// <summary>Whether it is good beyond a moment.</summary>
    /// <param name="end">The moment.</param>
    internal bool IsGoodAfter(DateTimeOffset end) => ExpiresAt is not { } own || own > end;

    internal void Relabel(string label) => Label = label;

    internal void Retire(DateTimeOffset end, DateTimeOffset now)
    {
        if (RetiredAt is null) ExpiresAtUnlessRetired = ExpiresAt;
        RetiredAt = now;
        End(end, now);
    }

    internal void UndoRetirement(DateTimeOffset now)
    {
        End(ExpiresAtUnlessRetired, now);
        (RetiredAt, ExpiresAtUnlessRetired) = (null, null);
    }

    /// <summary>Another secret no longer stays, so that this one's end matters more than when it was last looked at.</summary>
    internal void LookAtEndAgain(DateTimeOffset now)
    {
        if (IsLive(now) && ExpiresAt - now <= SecretEnds.Warnings[0]) EndNoticeDueAt = now;
    }

    /// <summary>Waits for the next moment at which its end is worth a word.</summary>
    internal void AwaitNextEndNotice(DateTimeOffset now) => EndNoticeDueAt = SecretEnds.NextNotice(ExpiresAt, now);

    /// <summary>Whoever gives it an end tells of it, so the next word is due at the next warning only.</summary>
    private void End(DateTimeOffset? end, DateTimeOffset now)
    {
        ExpiresAt = end;
        AwaitNextEndNotice(now);
    }
}
