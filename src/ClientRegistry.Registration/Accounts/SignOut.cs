using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Writes down that somebody left; the browser's session is the portal's to end.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class SignOut(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Does it; nothing for a visitor.</summary>
    /// <param name="actor">Who leaves.</param>
    /// <param name="ct">Stops it before the commit.</param>
    public async Task RunAsync(Actor actor, CancellationToken ct = default)
    {
        if (actor.UserId is null) return;

        await using var db = await contexts.CreateDbContextAsync(ct);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.SignedOut, $"user:{actor.UserId}", actor.PartnerId, null, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }
}
