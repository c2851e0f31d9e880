using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>One's own account, as its page shows it.</summary>
/// <param name="Name">How one is called.</param>
/// <param name="Email">Address and user name.</param>
/// <param name="StaffRole">Role on the staff; null for others.</param>
/// <param name="PartnerRole">Role in the partner; null for others.</param>
/// <param name="PartnerName">The partner; null for staff.</param>
/// <param name="AccountManagerName">Who looks after the partner; null for staff and for the pool.</param>
/// <param name="AccountManagerEmail">Their address.</param>
public sealed record AccountView(
    string Name,
    string Email,
    StaffRole? StaffRole,
    PartnerRole? PartnerRole,
    string? PartnerName,
    string? AccountManagerName,
    string? AccountManagerEmail);

/// <summary>Finds one's own account.</summary>
/// <param name="contexts">Reads.</param>
public sealed class FindAccount(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>Finds it.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null for a visitor.</returns>
    public async Task<AccountView?> RunAsync(Actor actor, CancellationToken ct = default)
    {
        if (actor.UserId is not { } id) return null;

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking()
            .Where(u => u.Id == id && u.DisabledAt == null)
            .Select(u => new AccountView(
                u.Name,
                u.Email!,
                u.StaffRole,
                u.Membership == null ? null : u.Membership.Role,
                u.Membership == null ? null : u.Membership.Partner!.Name,
                u.Membership == null || u.Membership.Partner!.AccountManager == null
                    ? null
                    : u.Membership.Partner.AccountManager.Name,
                u.Membership == null || u.Membership.Partner!.AccountManager == null
                    ? null
                    : u.Membership.Partner.AccountManager.Email))
            .SingleOrDefaultAsync(ct);
    }
}
