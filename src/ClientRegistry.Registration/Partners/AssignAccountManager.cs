using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Hands a partner to an account manager, or to the pool.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class AssignAccountManager(
    IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>Which partner goes to whom.</summary>
    /// <param name="PartnerId">The partner.</param>
    /// <param name="AccountManagerId">An account manager or administrator; null for the pool.</param>
    public sealed record Input(Guid PartnerId, Guid? AccountManagerId);

    /// <summary>Does it.</summary>
    /// <param name="input">Which partner goes to whom.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>invalid_input</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator)
        {
            return await whoHolds.RefuseAsync(
                NeededRole.Administrator, "Only an administrator assigns account managers.", actor, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var partner = await db.Partners.Include(p => p.AccountManager)
            .SingleOrDefaultAsync(p => p.Id == input.PartnerId, ct);
        if (partner is null) return PartnerAccess.NotFound();
        if (partner.AccountManagerId == input.AccountManagerId) return new Done();

        var manager = await AccountManagers.FindAsync(db, input.AccountManagerId, ct);
        if (!manager.Succeeded) return Outcome.Refused<Done>(manager.Errors);

        var before = partner.AccountManager?.Name ?? "the pool";
        partner.Assign(input.AccountManagerId);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.PartnerChanged,
            $"partner:{partner.Id}",
            partner.Id,
            $"account manager: {before} → {manager.Value}",
            clock.GetUtcNow()));
        return await db.SaveOrRefuseAsync(() => new Done(), PartnerAccess.Overtaken(), ct);
    }
}
