using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>What the use cases about one member share.</summary>
internal static class Membership
{
    /// <summary>Loads a member of a partner with their account.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="partnerId">The partner.</param>
    /// <param name="userId">The member.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The member, or <c>not_found</c>.</returns>
    public static async Task<Outcome<PartnerMember>> LoadAsync(
        RegistryDbContext db, Guid partnerId, Guid userId, CancellationToken ct)
    {
        var member = await db.PartnerMembers.Include(m => m.User)
            .SingleOrDefaultAsync(m => m.PartnerId == partnerId && m.UserId == userId, ct);
        return member is null
            ? new RegistryError(ErrorCodes.NotFound, "This person is no member of the partner, or no longer. Look at the list again.")
            : member;
    }

    /// <summary>The refusal to leave a partner without anybody who can invite and remove.</summary>
    /// <param name="db">The unit of work; the partner is held in it.</param>
    /// <param name="member">Who would no longer be administrator.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when another administrator remains whose account is open.</returns>
    public static async Task<RegistryError?> RefuseLastAdministratorAsync(
        RegistryDbContext db, PartnerMember member, CancellationToken ct)
    {
        if (member.Role is not PartnerRole.Administrator) return null;

        var another = await db.PartnerMembers.AnyAsync(
            m => m.PartnerId == member.PartnerId && m.UserId != member.UserId
                && m.Role == PartnerRole.Administrator && m.User!.DisabledAt == null,
            ct);
        return another
            ? null
            : new RegistryError(
                ErrorCodes.WrongState,
                $"{member.User!.Name} is the partner's last administrator. Make another member administrator first.");
    }
}
