using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>A key on file to which nothing can be encrypted.</summary>
/// <param name="Key">The key.</param>
/// <param name="Why">What is wrong with it, and what to do.</param>
internal sealed record UnusableKey(EncryptionKey Key, string Why)
{
    /// <summary>Finds a person's.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="userId">Whose.</param>
    /// <param name="now">The moment at which it is to be good.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when none is on file, or it can be used.</returns>
    public static async Task<UnusableKey?> FindAsync(
        RegistryDbContext db, Guid userId, DateTimeOffset now, CancellationToken ct)
    {
        var key = await db.EncryptionKeys.AsNoTracking().SingleOrDefaultAsync(k => k.UserId == userId, ct);
        return key is not null && RecipientKeyReader.Read(key.Data, now).Error is { } fault
            ? new UnusableKey(key, fault.Message)
            : null;
    }
}
