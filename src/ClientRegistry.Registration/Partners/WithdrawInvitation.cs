using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Takes an invitation to a partner back: its link stops working at once.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="access">Who may.</param>
/// <param name="clock">The present.</param>
public sealed class WithdrawInvitation(
    IDbContextFactory<RegistryDbContext> contexts, PartnerAccess access, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    /// <param name="InvitationId">Its row key.</param>
    public sealed record Input(Guid InvitationId);

    /// <summary>Does it.</summary>
    /// <param name="input">Which one.</param>
    /// <param name="actor">An administrator of the partner, its account manager, or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var invitation = await db.Invitations.SingleOrDefaultAsync(
            i => i.Id == input.InvitationId && i.PartnerId != null, ct);
        if (invitation is not { PartnerId: { } partnerId } || !actor.MayRead(partnerId))
            return new RegistryError(ErrorCodes.NotFound, "There is no such invitation that you may see.");

        var partner = await access.LoadToChangeMembersAsync(db, partnerId, actor, ct);
        if (!partner.Succeeded) return Outcome.Refused<Done>(partner.Errors);

        var now = clock.GetUtcNow();
        if (!invitation.IsOpen(now))
        {
            return new RegistryError(
                ErrorCodes.WrongState, "This invitation was accepted, withdrawn or has lapsed. Look at the list again.");
        }

        invitation.Withdraw(now);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.InvitationWithdrawn, $"invitation:{invitation.Id}", partnerId, invitation.Email, now));
        return await db.SaveOrRefuseAsync(() => new Done(), PartnerAccess.Overtaken(), ct);
    }
}
