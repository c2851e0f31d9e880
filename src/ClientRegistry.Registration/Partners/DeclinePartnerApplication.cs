using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Tells an organisation that it does not become a partner, and why.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="applications">Who may decide.</param>
/// <param name="outbox">Takes the answer.</param>
/// <param name="clock">The present.</param>
public sealed class DeclinePartnerApplication(
    IDbContextFactory<RegistryDbContext> contexts, ApplicationDesk applications, Outbox outbox, TimeProvider clock)
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLength = 4000;

    /// <summary>Which application, and why.</summary>
    /// <param name="ApplicationId">Its row key.</param>
    /// <param name="Reason">Why; whoever applied reads it.</param>
    public sealed record Input(Guid ApplicationId, string Reason);

    /// <summary>Does it.</summary>
    /// <param name="input">Which application, and why.</param>
    /// <param name="actor">An account manager or administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>, <c>invalid_input</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await applications.LoadAsync(db, input.ApplicationId, actor, ct);
        if (!loaded.Succeeded) return Outcome.Refused<Done>(loaded.Errors);

        var reason = input.Reason.ReplaceLineEndings("\n").Trim(' ', '\t', '\n');
        if (reason.Length is 0 or > ReasonLength)
        {
            return new RegistryError(
                ErrorCodes.Invalid,
                $"Say why, in at most {ReasonLength} characters: whoever applied reads it.",
                nameof(input.Reason));
        }

        var (application, now) = (loaded.Value, clock.GetUtcNow());
        var declined = application.Decline(reason, actor.UserId, now);
        if (!declined.Succeeded) return declined;

        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.PartnerApplicationDeclined,
            $"partner_application:{application.Id}",
            null,
            reason,
            now));
        outbox.Owe(
            db,
            new MailRecipient(application.ContactName, application.Email),
            new PartnerApplicationDeclined(application.Organisation, reason));
        return await db.SaveOrRefuseAsync(
            () => declined.Value,
            async () => await applications.WhoWasFirstAsync(application.Id, ct) ?? PartnerAccess.Overtaken(),
            ct);
    }
}
