using ClientRegistry.Lookup.Ledger;

namespace ClientRegistry.Lookup.Directory;

/// <summary>A secret of a client, as hash.</summary>
public sealed class SecretEntry
{
    private long _usedTicks;

    /// <summary>Begins with what the database knows.</summary>
    /// <param name="lastUse">When it last authenticated the client; null for never.</param>
    public SecretEntry(DateTimeOffset? lastUse) => _usedTicks = lastUse?.UtcTicks ?? 0;

    /// <summary>Row key.</summary>
    public required Guid RowId { get; init; }

    /// <summary>Public identifier.</summary>
    public required string SecretId { get; init; }

    /// <summary>SHA-256 of a secret of full entropy; null when the hash is a slow one.</summary>
    public byte[]? FastHash { get; init; }

    /// <summary>The stored slow hash; null when the hash is a fast one.</summary>
    public string? SlowHash { get; init; }

    /// <summary>When it stops being good; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it is good at that moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsLive(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    /// <summary>Notes a use; see <see cref="LastUse"/>.</summary>
    /// <param name="now">The present.</param>
    /// <returns>True for the one caller who has to write it down.</returns>
    public bool IsUseWorthNoting(DateTimeOffset now) => LastUse.IsWorthNoting(ref _usedTicks, now);
}
