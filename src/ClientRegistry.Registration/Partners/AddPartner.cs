using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Makes an organisation a partner. Its people come by invitation.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class AddPartner(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>Which partner.</summary>
    /// <param name="Name">Its name; unique.</param>
    /// <param name="AccountManagerId">Who looks after it; null for the pool.</param>
    public sealed record Input(string Name, Guid? AccountManagerId = null);

    /// <summary>Does it.</summary>
    /// <param name="input">Which partner.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The partner's row key, or <c>forbidden</c>, <c>invalid_input</c>, <c>duplicate</c>.</returns>
    public async Task<Outcome<Guid>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator)
            return await whoHolds.RefuseAsync(NeededRole.Administrator, "Only an administrator adds partners.", actor, ct);
        if (PartnerName.Refuse(input.Name, nameof(input.Name)) is { } error) return error;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var manager = await AccountManagers.FindAsync(db, input.AccountManagerId, ct);
        if (!manager.Succeeded) return Outcome.Refused<Guid>(manager.Errors);

        var now = clock.GetUtcNow();
        var partner = new Partner(PersonName.Clean(input.Name), input.AccountManagerId, now);
        db.Add(partner);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.PartnerAdded,
            $"partner:{partner.Id}",
            partner.Id,
            $"{partner.Name}; account manager: {manager.Value}",
            now));
        return await db.SaveOrRefuseAsync(() => partner.Id, PartnerName.Taken(nameof(input.Name)), ct);
    }
}
