using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Decides whether the secrets of a partner travel by claim link only, whatever the registry does elsewhere. It
/// counts for clients that are approved from then on.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class RequireClaimLink(
    IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>What holds for which partner.</summary>
    /// <param name="PartnerId">The partner.</param>
    /// <param name="Required">Whether its secrets travel by claim link only.</param>
    public sealed record Input(Guid PartnerId, bool Required);

    /// <summary>Does it.</summary>
    /// <param name="input">What holds for which partner.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator)
        {
            return await whoHolds.RefuseAsync(
                NeededRole.Administrator, "Only an administrator decides how secrets travel to a partner.", actor, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var partner = await db.Partners.SingleOrDefaultAsync(p => p.Id == input.PartnerId, ct);
        if (partner is null) return PartnerAccess.NotFound();
        if (partner.RequiresClaimLink == input.Required) return new Done();

        partner.RequireClaimLink(input.Required);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.PartnerChanged,
            $"partner:{partner.Id}",
            partner.Id,
            input.Required ? "secrets by claim link only" : "secrets as everywhere, no longer by claim link only",
            clock.GetUtcNow()));
        return await db.SaveOrRefuseAsync(() => new Done(), PartnerAccess.Overtaken(), ct);
    }
}
