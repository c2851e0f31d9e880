using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>What the two decisions on an application begin and end with.</summary>
/// <param name="contexts">Reads who decided.</param>
/// <param name="whoHolds">Names those who may decide.</param>
public sealed class ApplicationDesk(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    /// <summary>Loads an application that waits, for somebody who may decide on it.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="id">The application.</param>
    /// <param name="actor">Who wants to decide: any account manager, or an administrator.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The application, or <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>.</returns>
    internal async Task<Outcome<PartnerApplication>> LoadAsync(
        RegistryDbContext db, Guid id, Actor actor, CancellationToken ct)
    {
        if (!actor.MayManage(accountManagerId: null)) return await RefuseAsync(actor, ct);

        var application = await db.PartnerApplications.SingleOrDefaultAsync(a => a.Id == id, ct);
        if (application is null) return new RegistryError(ErrorCodes.NotFound, "There is no such application.");

        return application.State is PartnerApplicationState.Waiting
            ? application
            : await WhoWasFirstAsync(id, ct) ?? throw new InvalidOperationException("A decision was taken back.");
    }

    /// <summary>The refusal to somebody who may not decide on applications.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Stops it.</param>
    internal Task<RegistryError> RefuseAsync(Actor actor, CancellationToken ct) => whoHolds.RefuseAsync(
        NeededRole.AccountManager, "Only account managers and administrators decide on applications.", actor, ct);

    /// <summary>Who decided on an application, and when.</summary>
    /// <param name="id">The application.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns><c>wrong_state</c>; null when nobody did.</returns>
    internal async Task<RegistryError?> WhoWasFirstAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var application = await db.PartnerApplications.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        if (application.DecidedAt is not { } at) return null;

        var decider = await db.Users.Where(u => u.Id == application.DecidedById).Select(u => u.Name)
            .SingleOrDefaultAsync(ct) ?? "The operator";
        var decision = application.State is PartnerApplicationState.Accepted ? "accepted" : "declined";
        return new RegistryError(
            ErrorCodes.WrongState, $"{decider} {decision} this application at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
    }
}
