using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Hosting.Demonstration;

/// <summary>Outside Development nothing may be served that the demonstration's published password or keys open.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="hasher">Checks the password.</param>
/// <param name="clock">The present.</param>
internal sealed class DemonstrationRefusal(
    IDbContextFactory<RegistryDbContext> contexts, IPasswordHasher<User> hasher, TimeProvider clock)
{
    /// <summary>Refuses a database that they open.</summary>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="StartRefusedException">They do.</exception>
    public async Task CheckAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        List<string> open = [.. await KeysAsync(db, ct), .. await AccountsAsync(db, ct)];
        if (open.Count == 0) return;

        throw new StartRefusedException(
            $"ConnectionStrings:{DatabaseOptions.ConnectionName}: this database held the demonstration, and what everybody can "
            + $"read opens it: {string.Join(", ", open)}. Use another database; or end the keys with lookup-keys revoke, and "
            + "in Development give the accounts other passwords or disable them.");
    }

    private async Task<IEnumerable<string>> KeysAsync(RegistryDbContext db, CancellationToken ct)
    {
        string[] hashes =
            [LookupKey.HashOf(DemonstrationPeople.SandboxKey), LookupKey.HashOf(DemonstrationPeople.ProductionKey)];
        var keys = await db.LookupKeys.AsNoTracking().Where(k => hashes.Contains(k.KeyHash)).ToListAsync(ct);
        return keys.Where(k => k.IsLive(clock.GetUtcNow())).Select(k => $"lookup key \"{k.Name}\"");
    }

    private async Task<IEnumerable<string>> AccountsAsync(RegistryDbContext db, CancellationToken ct)
    {
        var users = await db.Users.AsNoTracking()
            .Where(u => DemonstrationPeople.All.Contains(u.Email) && u.DisabledAt == null && u.PasswordHash != null)
            .OrderBy(u => u.Email)
            .ToListAsync(ct);
        return users.Where(HasKnownPassword).Select(u => $"the account {u.Email}");
    }

    private bool HasKnownPassword(User user) =>
        hasher.VerifyHashedPassword(user, user.PasswordHash!, DemonstrationPeople.Password)
            is not PasswordVerificationResult.Failed;
}
