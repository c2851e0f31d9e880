using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>
/// Makes the organisation that applied a partner and invites whoever applied as its first administrator, in one save.
/// The account manager who accepts looks after it; when an administrator accepts, it goes to the pool.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="applications">Who may decide.</param>
/// <param name="outbox">Takes the invitation.</param>
/// <param name="clock">The present.</param>
public sealed class AcceptPartnerApplication(
    IDbContextFactory<RegistryDbContext> contexts, ApplicationDesk applications, Outbox outbox, TimeProvider clock)
{
    /// <summary>Which application.</summary>
    /// <param name="ApplicationId">Its row key.</param>
    /// <param name="PartnerName">What the partner is to be called; null for the name applied with.</param>
    public sealed record Input(Guid ApplicationId, string? PartnerName = null);

    /// <summary>Does it.</summary>
    /// <param name="input">Which application.</param>
    /// <param name="actor">An account manager or administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The partner's row key, or <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>, <c>invalid_input</c>,
    /// <c>duplicate</c>.</returns>
    public async Task<Outcome<Guid>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await applications.LoadAsync(db, input.ApplicationId, actor, ct);
        if (!loaded.Succeeded) return Outcome.Refused<Guid>(loaded.Errors);

        var application = loaded.Value;
        var name = input.PartnerName ?? application.Organisation;
        if (PartnerName.Refuse(name, nameof(input.PartnerName)) is { } error) return error;

        var refusal = await InvitationLetter.RefuseAddresseeAsync(db, application.Email, null, actor, null, ct);
        if (refusal is not null) return refusal;

        var now = clock.GetUtcNow();
        var manager = actor.StaffRole is StaffRole.AccountManager ? actor.UserId : null;
        var partner = new Partner(PersonName.Clean(name), manager, now);
        var accepted = application.Accept(partner.Id, actor.UserId, now);
        if (!accepted.Succeeded) return Outcome.Refused<Guid>(accepted.Errors);

        db.Add(partner);
        db.AuditEvents.AddRange(
            new AuditEvent(
                actor,
                AuditActions.PartnerApplicationAccepted,
                $"partner_application:{application.Id}",
                partner.Id,
                application.Organisation,
                now),
            new AuditEvent(
                actor, AuditActions.PartnerAdded, $"partner:{partner.Id}", partner.Id, partner.Name, now));
        outbox.OweInvitation(
            db,
            partner,
            PartnerRole.Administrator,
            new MailRecipient(application.ContactName, application.Email),
            actor,
            now);
        return await db.SaveOrRefuseAsync(
            () => partner.Id,
            async () => await applications.WhoWasFirstAsync(application.Id, ct) ?? PartnerName.Taken(nameof(input.PartnerName)),
            ct);
    }
}
