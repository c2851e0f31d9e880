using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail.Encryption;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>The key that is on file for mail to somebody.</summary>
/// <param name="Kind">Which standard.</param>
/// <param name="Fingerprint">Hexadecimal, upper case.</param>
/// <param name="Addresses">The mail addresses it names.</param>
/// <param name="ExpiresAt">When it stops being good; null for never.</param>
/// <param name="PutAt">Since when it is on file.</param>
/// <param name="IsOtherAddressConfirmed">Whether it names another address than the account's.</param>
/// <param name="Problem">Why no mail can be encrypted to it now; null when one can.</param>
public sealed record EncryptionKeyView(
    EncryptionKind Kind,
    string Fingerprint,
    IReadOnlyList<string> Addresses,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset PutAt,
    bool IsOtherAddressConfirmed,
    string? Problem);

/// <summary>Finds one's own encryption key.</summary>
/// <param name="contexts">Reads.</param>
/// <param name="clock">The present.</param>
public sealed class FindEncryptionKey(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Finds it.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when none is on file.</returns>
    public async Task<EncryptionKeyView?> RunAsync(Actor actor, CancellationToken ct = default)
    {
        if (actor.UserId is not { } id) return null;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = await db.EncryptionKeys.AsNoTracking().SingleOrDefaultAsync(k => k.UserId == id, ct);
        return key is null
            ? null
            : new EncryptionKeyView(
                key.Kind,
                key.Fingerprint,
                key.Addresses.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                key.ExpiresAt,
                key.PutAt,
                key.IsOtherAddressConfirmed,
                RecipientKeyReader.Read(key.Data, clock.GetUtcNow()).Error?.Message);
    }
}
