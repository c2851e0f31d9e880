using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Ends all of one's sessions within a minute, this one too.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class SignOutEverywhere(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == actor.UserId, ct);
        if (user is null) return new RegistryError(ErrorCodes.Forbidden, "Sign in first.");

        user.EndSessions();
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.SignedOutEverywhere, $"user:{user.Id}", null, null, clock.GetUtcNow()));
        return await db.SaveOrRefuseAsync(
            () => new Done(),
            new RegistryError(ErrorCodes.Conflict, "Your account changed just now. Try again."),
            ct);
    }
}
