using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Who can look after a partner.</summary>
internal static class AccountManagers
{
    /// <summary>Account managers and administrators whose account is open.</summary>
    public static IQueryable<User> Of(RegistryDbContext db) => db.Users.AsNoTracking().Where(
        u => u.DisabledAt == null
            && (u.StaffRole == StaffRole.AccountManager || u.StaffRole == StaffRole.Administrator));

    /// <summary>The name of one of them, or of the pool.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="userId">Whom; null for the pool.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The name, or <c>invalid_input</c> for anybody else.</returns>
    public static async Task<Outcome<string>> FindAsync(RegistryDbContext db, Guid? userId, CancellationToken ct)
    {
        if (userId is null) return "the pool";

        var name = await Of(db).Where(u => u.Id == userId).Select(u => u.Name).SingleOrDefaultAsync(ct);
        return name is null
            ? new RegistryError(
                ErrorCodes.Invalid,
                "This person can look after no partner: choose an account manager or administrator whose account is open.",
                "AccountManagerId")
            : name;
    }
}
