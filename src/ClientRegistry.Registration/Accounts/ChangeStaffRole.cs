using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// Gives a member of the staff another role. Their open pages notice within a minute; partners they can look after no
/// more go to the pool.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class ChangeStaffRole(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Who becomes what.</summary>
    /// <param name="UserId">The member of the staff.</param>
    /// <param name="Role">The new role.</param>
    public sealed record Input(Guid UserId, StaffRole Role);

    /// <summary>Does it.</summary>
    /// <param name="input">Who becomes what.</param>
    /// <param name="actor">Another administrator, or the operator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!actor.IsAdministrator) return await Staff.RefuseAsync(db, "changes roles", ct);
        if (input.UserId == actor.UserId)
        {
            return new RegistryError(
                ErrorCodes.Forbidden, "Nobody changes their own role. Ask another administrator to do it.");
        }

        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == input.UserId && u.StaffRole != null, ct);
        if (user is null) return Staff.NoSuchPerson;
        if (user.StaffRole == input.Role) return new Done();
        if (await Staff.HoldActorAsync(db, actor, ct) is { } refusal) return refusal;
        if (await Staff.IsLastAdministratorAsync(db, user, ct)) return Staff.LastAdministrator;

        var now = clock.GetUtcNow();
        var before = user.StaffRole!.Value;
        user.BecomeStaff(input.Role);
        if (input.Role is StaffRole.Auditor) await Staff.ReleasePartnersAsync(db, user, actor, now, ct);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.StaffChanged,
            $"user:{user.Id}",
            null,
            $"{before.InWords()} → {input.Role.InWords()}",
            now));
        return await db.SaveOrRefuseAsync(() => new Done(), Staff.Changed, ct);
    }
}
