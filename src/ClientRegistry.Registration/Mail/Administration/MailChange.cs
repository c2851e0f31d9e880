using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>What sending again and cancelling have in common.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
internal sealed class MailChange(
    IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    public static RegistryError NotFound { get; } = new(ErrorCodes.NotFound, "There is no such mail.");

    public async Task<Outcome<Done>> RunAsync(
        Guid id,
        Func<OutgoingMail, DateTimeOffset, Outcome<Done>> transition,
        string action,
        string? reason,
        Actor actor,
        CancellationToken ct)
    {
        if (!actor.IsAdministrator)
        {
            return await whoHolds.RefuseAsync(
                NeededRole.Administrator, "Only an administrator may change what happens to a mail.", actor, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var mail = await db.OutgoingMails.SingleOrDefaultAsync(m => m.Id == id, ct);
        if (mail is null) return NotFound;

        var now = clock.GetUtcNow();
        var changed = transition(mail, now);
        if (!changed.Succeeded) return changed;

        db.AuditEvents.Add(new AuditEvent(actor, action, $"mail:{mail.Id}", mail.PartnerId, reason, now));
        return await db.SaveOrRefuseAsync(
            () => changed.Value,
            new RegistryError(ErrorCodes.Conflict, "This mail has just changed. Look at it again."),
            ct);
    }
}
