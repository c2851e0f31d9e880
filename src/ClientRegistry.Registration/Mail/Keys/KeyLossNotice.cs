using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Keys;

/// <summary>Tells the administrators, and who looks after the partners concerned, that mailed secrets must be issued
/// again: one mail a person a day, however many secrets, starts and processes.</summary>
/// <param name="outbox">Takes the mail.</param>
/// <param name="clock">The present.</param>
internal sealed class KeyLossNotice(Outbox outbox, TimeProvider clock)
{
    private static readonly TimeSpan Once = TimeSpan.FromDays(1);

    /// <summary>Owes it, in the save that fails the mails.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="lost">The mails.</param>
    /// <param name="ct">Stops it.</param>
    public async Task OweAsync(RegistryDbContext db, IReadOnlyCollection<OutgoingMail> lost, CancellationToken ct)
    {
        var people = await db.Users.AsNoTracking()
            .Where(u => u.StaffRole == StaffRole.Administrator && u.DisabledAt == null).ToListAsync(ct);
        var partnerIds = lost.Select(m => m.PartnerId).Distinct().ToList();
        var partners = await db.Partners.AsNoTracking().Where(p => partnerIds.Contains(p.Id)).ToListAsync(ct);
        foreach (var partner in partners.DistinctBy(p => p.AccountManagerId))
            people.AddRange(await Reviewers.OfAsync(db, partner, ct));

        var since = clock.GetUtcNow() - Once;
        var told = await db.OutgoingMails.AsNoTracking()
            .Where(m => m.Kind == nameof(MailSecretsLost) && m.CreatedAt > since)
            .Select(m => m.RecipientAddress).ToListAsync(ct);
        foreach (var person in people.DistinctBy(u => u.Id).Where(u => !told.Contains(u.Email!)))
            outbox.Owe(db, MailRecipient.Of(person), new MailSecretsLost());
    }
}
