using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>Mails about a request or a client that did not arrive: for its page, so that a contact who cannot be reached
/// is seen where people look.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class FindMailProblems(IDbContextFactory<RegistryDbContext> contexts)
{
    private const int Most = 10;

    /// <summary>Those about a request.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="actor">Staff, or a member of its partner; others get none.</param>
    /// <param name="ct">Stops it.</param>
    public Task<IReadOnlyList<MailProblem>> OfRequestAsync(int number, Actor actor, CancellationToken ct = default) =>
        FindAsync(
            (db, mails) => mails.Where(m => db.ClientRequests.Any(r => r.Number == number && r.Id == m.RequestId)),
            actor,
            ct);

    /// <summary>Those about a client.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="actor">Staff, or a member of its partner; others get none.</param>
    /// <param name="ct">Stops it.</param>
    public Task<IReadOnlyList<MailProblem>> OfClientAsync(string clientId, Actor actor, CancellationToken ct = default) =>
        FindAsync(
            (db, mails) => mails.Where(m => db.Clients.Any(c => c.ClientId == clientId && c.Id == m.ClientRowId)),
            actor,
            ct);

    private async Task<IReadOnlyList<MailProblem>> FindAsync(
        Func<RegistryDbContext, IQueryable<OutgoingMail>, IQueryable<OutgoingMail>> about, Actor actor, CancellationToken ct)
    {
        if (!actor.IsStaff && actor.PartnerId is null) return [];

        await using var db = await contexts.CreateDbContextAsync(ct);
        var failed = about(db, db.OutgoingMails.AsNoTracking()).Where(m => m.State == MailState.Failed);
        if (!actor.IsStaff) failed = failed.Where(m => m.PartnerId == actor.PartnerId);
        return await failed.OrderByDescending(m => m.CreatedAt).Take(Most).AsProblems(db).ToListAsync(ct);
    }
}
