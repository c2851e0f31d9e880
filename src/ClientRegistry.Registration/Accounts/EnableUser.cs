using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Opens a shut account again, with the password and the role it had.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class EnableUser(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Whose account.</summary>
    /// <param name="UserId">The person.</param>
    public sealed record Input(Guid UserId);

    /// <summary>Does it.</summary>
    /// <param name="input">Whose account.</param>
    /// <param name="actor">An administrator, or the operator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!actor.IsAdministrator) return await Staff.RefuseAsync(db, "enables accounts", ct);

        var user = await db.Users.Include(u => u.Membership).SingleOrDefaultAsync(u => u.Id == input.UserId, ct);
        if (user is null) return Staff.NoSuchPerson;
        if (user.DisabledAt is null) return new Done();
        if (await Staff.HoldActorAsync(db, actor, ct) is { } refusal) return refusal;

        user.Enable();
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.UserEnabled, $"user:{user.Id}", user.Membership?.PartnerId, null, clock.GetUtcNow()));
        return await db.SaveOrRefuseAsync(() => new Done(), Staff.Changed, ct);
    }
}
