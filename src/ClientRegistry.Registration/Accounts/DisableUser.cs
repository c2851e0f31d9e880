using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// Shuts an account, of the staff or of a partner. Every act is refused from now on; cookies and open pages end within a
/// minute; partners that the person looked after go to the pool.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class DisableUser(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Whose account.</summary>
    /// <param name="UserId">The person.</param>
    public sealed record Input(Guid UserId);

    /// <summary>Does it.</summary>
    /// <param name="input">Whose account.</param>
    /// <param name="actor">Another administrator, or the operator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!actor.IsAdministrator) return await Staff.RefuseAsync(db, "disables accounts", ct);
        if (input.UserId == actor.UserId)
        {
            return new RegistryError(
                ErrorCodes.Forbidden, "Nobody disables their own account. Ask another administrator to do it.");
        }

        var user = await db.Users.Include(u => u.Membership).SingleOrDefaultAsync(u => u.Id == input.UserId, ct);
        if (user is null) return Staff.NoSuchPerson;
        if (user.DisabledAt is not null) return new Done();
        if (await Staff.HoldActorAsync(db, actor, ct) is { } refusal) return refusal;
        if (await Staff.IsLastAdministratorAsync(db, user, ct)) return Staff.LastAdministrator;

        var now = clock.GetUtcNow();
        user.Disable(now);
        await Staff.ReleasePartnersAsync(db, user, actor, now, ct);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.UserDisabled, $"user:{user.Id}", user.Membership?.PartnerId, null, now));
        return await db.SaveOrRefuseAsync(() => new Done(), Staff.Changed, ct);
    }
}
