using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>Mails that did not arrive and wait for somebody to act: for the start page of the staff.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class ListFailedMail(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>Nobody reads a longer list at a glance; the rest is under Mail.</summary>
    private const int Most = 20;

    /// <summary>Lists them, the newest first.</summary>
    /// <param name="actor">Account managers get those of their partners and the pool, administrators and auditors all,
    /// everybody else none.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<MailProblem>> RunAsync(Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff) return [];

        await using var db = await contexts.CreateDbContextAsync(ct);
        var failed = db.OutgoingMails.AsNoTracking().Where(m => m.State == MailState.Failed);
        if (actor.StaffRole is StaffRole.AccountManager)
        {
            failed = failed.Where(m => db.Partners.Any(p =>
                p.Id == m.PartnerId && (p.AccountManagerId == null || p.AccountManagerId == actor.UserId)));
        }

        return await failed.OrderByDescending(m => m.CreatedAt).Take(Most).AsProblems(db).ToListAsync(ct);
    }
}
