using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Tells who looks after a partner that a mail has failed for good: one mail a person, partner and day (UTC),
/// however many fail. The others stand in the list that it leads to.</summary>
/// <param name="outbox">Takes the mail.</param>
/// <param name="clock">The present.</param>
internal sealed class MailFailureNotice(Outbox outbox, TimeProvider clock)
{
    /// <summary>Owes it, in the save that fails the mail. That save is a duplicate when another one owed the same notice
    /// meanwhile.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="failed">The mail, failed.</param>
    /// <param name="ct">Stops it.</param>
    public async Task OweAsync(RegistryDbContext db, OutgoingMail failed, CancellationToken ct)
    {
        // A notice about a notice would go on for ever; and of lost keys another notice tells.
        if (failed.Kind is nameof(MailFailed) or nameof(MailSecretsLost) || failed.LastAnswer == OutgoingMail.KeysLost) return;

        var partner = await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == failed.PartnerId, ct);
        var readers = (await ReadersAsync(db, failed, partner, ct)).ToDictionary(r => KeyOf(r, partner));
        var keys = readers.Keys.ToList();
        var told = await db.OutgoingMails.Where(m => keys.Contains(m.Id)).Select(m => m.Id).ToListAsync(ct);
        if (told.Count == readers.Count) return;

        var message = new MailFailed(await ProblemAsync(db, failed, ct), partner?.Name, clock.GetUtcNow());
        foreach (var (key, reader) in readers.Where(r => !told.Contains(r.Key)))
        {
            // Not of the request or client: should it fail too, their pages show the first failure only.
            outbox.Owe(db, MailRecipient.Of(reader), message, id: key).PartnerId = failed.PartnerId;
        }
    }

    /// <summary>Not those at the address that takes no mail.</summary>
    private static async Task<List<User>> ReadersAsync(
        RegistryDbContext db, OutgoingMail failed, Partner? partner, CancellationToken ct)
    {
        bool IsReachable(User user) =>
            !string.Equals(user.Email, failed.RecipientAddress, StringComparison.OrdinalIgnoreCase);

        List<User> readers = partner is null ? [] : [.. (await Reviewers.OfAsync(db, partner, ct)).Where(IsReachable)];
        if (readers.Count > 0) return readers;

        var administrators = await db.Users.AsNoTracking()
            .Where(u => u.StaffRole == StaffRole.Administrator && u.DisabledAt == null).ToListAsync(ct);
        return administrators.FindAll(IsReachable);
    }

    private static async Task<MailProblem> ProblemAsync(RegistryDbContext db, OutgoingMail failed, CancellationToken ct) => new(
        failed.Id,
        failed.Kind,
        failed.RecipientName,
        failed.RecipientAddress,
        failed.LastAnswer,
        failed.CreatedAt,
        await db.ClientRequests.Where(r => r.Id == failed.RequestId).Select(r => (int?)r.Number).FirstOrDefaultAsync(ct),
        await db.Clients.Where(c => c.Id == failed.ClientRowId).Select(c => c.ClientId).FirstOrDefaultAsync(ct));

    /// <summary>The same for everything that fails on one day (RFC 9562 section 5.8), so that the primary key decides
    /// between two failures at one moment.</summary>
    private Guid KeyOf(User reader, Partner? partner)
    {
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var bytes = SHA256.HashData(Encoding.ASCII.GetBytes($"{nameof(MailFailed)} {reader.Id} {partner?.Id} {day}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
