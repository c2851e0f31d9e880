using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>What the use cases about staff share.</summary>
internal static class Staff
{
    /// <summary>The refusal for somebody who is no administrator: it names those who are.</summary>
    public static async Task<RegistryError> RefuseAsync(RegistryDbContext db, string verb, CancellationToken ct)
    {
        var administrators = await db.Users.AsNoTracking()
            .Where(u => u.StaffRole == StaffRole.Administrator && u.DisabledAt == null)
            .OrderBy(u => u.Name).Take(5)
            .Select(u => $"{u.Name} ({u.Email})")
            .ToListAsync(ct);
        return new(ErrorCodes.Forbidden, $"Only an administrator {verb}. Ask {string.Join(" or ", administrators)}.");
    }

    /// <summary>
    /// Makes the save depend on the actor still being an administrator: two administrators who take each other's role at
    /// the same moment cannot both succeed. As nobody does it to themselves, one administrator always remains.
    /// </summary>
    /// <returns>Null when they are.</returns>
    public static async Task<RegistryError?> HoldActorAsync(RegistryDbContext db, Actor actor, CancellationToken ct)
    {
        if (actor.UserId is null) return null;

        var self = await db.Users.SingleOrDefaultAsync(
            u => u.Id == actor.UserId && u.StaffRole == StaffRole.Administrator && u.DisabledAt == null, ct);
        if (self is null) return await RefuseAsync(db, "does this", ct);

        db.Entry(self).Property(u => u.ConcurrencyStamp).IsModified = true;
        return null;
    }

    /// <summary>Whether nobody but this person could administer the registry.</summary>
    public static async Task<bool> IsLastAdministratorAsync(RegistryDbContext db, User user, CancellationToken ct) =>
        user.StaffRole is StaffRole.Administrator && user.DisabledAt is null
        && !await db.Users.AnyAsync(
            u => u.Id != user.Id && u.StaffRole == StaffRole.Administrator && u.DisabledAt == null, ct);

    /// <summary>Hands the partners of somebody who can look after them no more to the pool.</summary>
    public static async Task ReleasePartnersAsync(
        RegistryDbContext db, User user, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var partner in await db.Partners.Where(p => p.AccountManagerId == user.Id).ToListAsync(ct))
        {
            partner.Assign(null);
            db.AuditEvents.Add(new AuditEvent(
                actor,
                AuditActions.PartnerChanged,
                $"partner:{partner.Id}",
                partner.Id,
                $"To the pool: {user.Name} can look after it no more.",
                now));
        }
    }

    public static RegistryError LastAdministrator { get; } = new(
        ErrorCodes.WrongState, "This is the last administrator. Make somebody else administrator first.");

    public static RegistryError NoSuchPerson { get; } = new(ErrorCodes.NotFound, "There is no such person.");

    public static RegistryError Changed { get; } = new(
        ErrorCodes.Conflict, "Somebody else changed this account, or yours, just now. Look at the list again.");
}
