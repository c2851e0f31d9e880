using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Who may do what to a partner; what each use case about one begins with.</summary>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class PartnerAccess(FindWhoHolds whoHolds)
{
    /// <summary>Whether somebody may invite to and remove from a partner.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="partnerId">The partner.</param>
    /// <param name="accountManagerId">Its account manager; null for the pool.</param>
    internal static bool MayChangeMembers(Actor actor, Guid partnerId, Guid? accountManagerId) =>
        actor.AdministersPartner(partnerId) || actor.MayManage(accountManagerId);

    /// <summary>Loads a partner, without its members, for somebody who may change who belongs to it.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="partnerId">The partner.</param>
    /// <param name="actor">Who wants to.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The partner, or <c>not_found</c>, <c>forbidden</c>.</returns>
    internal async Task<Outcome<Partner>> LoadToChangeMembersAsync(
        RegistryDbContext db, Guid partnerId, Actor actor, CancellationToken ct)
    {
        var partner = actor.MayRead(partnerId)
            ? await db.Partners.SingleOrDefaultAsync(p => p.Id == partnerId, ct)
            : null;
        if (partner is null) return NotFound();
        if (MayChangeMembers(actor, partner.Id, partner.AccountManagerId)) return partner;

        return actor.IsStaff
            ? await whoHolds.RefuseAsync(
                NeededRole.Administrator,
                "Only the partner's own administrators, its account manager and administrators of the registry do this.",
                actor,
                ct)
            : await whoHolds.RefuseAsync(
                NeededRole.PartnerAdministrator, "Only a partner administrator does this, and you are a developer.", actor, ct);
    }

    /// <summary>
    /// Makes the save depend on nobody else having changed this partner or its people meanwhile: two administrators who
    /// remove each other at the same moment cannot both succeed.
    /// </summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="partner">The partner, tracked.</param>
    internal static void Hold(RegistryDbContext db, Partner partner) =>
        db.Entry(partner).Property(p => p.ConcurrencyToken).IsModified = true;

    /// <summary>The answer for what is not there and for what is another partner's alike.</summary>
    internal static RegistryError NotFound() => new(
        ErrorCodes.NotFound, "There is no such partner that you may see.");

    /// <summary>The answer when somebody else's save came first.</summary>
    internal static RegistryError Overtaken() => new(
        ErrorCodes.Conflict, "Somebody else changed this partner or its people just now. Look at it again.");
}
