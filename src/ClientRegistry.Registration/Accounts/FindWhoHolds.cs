using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>What somebody can be missing when a page refuses them.</summary>
public enum NeededRole
{
    /// <summary>Membership in a partner, in whatever role.</summary>
    PartnerMember,

    /// <summary>Administrator of a partner.</summary>
    PartnerAdministrator,

    /// <summary>Account manager, or administrator.</summary>
    AccountManager,

    /// <summary>Administrator.</summary>
    Administrator,

    /// <summary>Any role on the staff.</summary>
    Staff,
}

/// <summary>Somebody to turn to.</summary>
/// <param name="Name">How they are called.</param>
/// <param name="Email">Their address.</param>
public sealed record RoleHolder(string Name, string Email);

/// <summary>
/// Finds who holds a role that somebody lacks, as far as they may know: a partner's member is sent to their own
/// administrators or account manager, staff to the colleagues in that role, a visitor to nobody but support.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class FindWhoHolds(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>Nobody reads a longer list.</summary>
    private const int Most = 5;

    /// <summary>Finds them.</summary>
    /// <param name="role">The role that is missing.</param>
    /// <param name="actor">Who lacks it.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>At most five people, by name; none where only the support address helps.</returns>
    public async Task<IReadOnlyList<RoleHolder>> RunAsync(NeededRole role, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var enabled = db.Users.AsNoTracking().Where(u => u.DisabledAt == null);
        var holders = actor switch
        {
            { PartnerId: { } partner } when role is NeededRole.PartnerMember or NeededRole.PartnerAdministrator =>
                enabled.Where(u =>
                    u.Membership!.PartnerId == partner && u.Membership.Role == PartnerRole.Administrator),
            { PartnerId: { } partner } => enabled.Where(u =>
                db.Partners.Any(p => p.Id == partner && p.AccountManagerId == u.Id)),
            { IsStaff: true } when role is NeededRole.AccountManager =>
                enabled.Where(u => u.StaffRole == StaffRole.AccountManager || u.StaffRole == StaffRole.Administrator),
            { IsStaff: true } => enabled.Where(u => u.StaffRole == StaffRole.Administrator),
            _ => null,
        };
        return holders is null
            ? []
            : await holders.OrderBy(u => u.Name).Take(Most).Select(u => new RoleHolder(u.Name, u.Email!)).ToListAsync(ct);
    }
}
