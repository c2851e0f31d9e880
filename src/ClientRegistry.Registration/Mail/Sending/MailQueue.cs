using ClientRegistry.Core;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>A mail whose time has come.</summary>
internal sealed record DueMail(Guid Id, string RecipientAddress);

/// <summary>A claim on a mail: nobody else sends it until then.</summary>
internal sealed record MailLease(Guid Id, OutgoingMail Mail, DateTimeOffset Until);

/// <summary>How much waits.</summary>
/// <param name="Pending">Mails that are due or being sent.</param>
/// <param name="OldestSince">Since when the oldest of them is owed; null when there is none.</param>
public sealed record QueueDepth(int Pending, DateTimeOffset? OldestSince);

/// <summary>The owed mails as the worker sees them. Several processes may work on one queue.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="options">For how long a claim holds.</param>
/// <param name="failureNotice">Tells the staff of what fails for good.</param>
/// <param name="clock">The present.</param>
internal sealed class MailQueue(
    IDbContextFactory<RegistryDbContext> contexts,
    IOptions<MailOptions> options,
    MailFailureNotice failureNotice,
    TimeProvider clock)
{
    private const int Tries = 5;

    /// <summary>For how long a claim holds without being renewed: so long a mail waits when its worker dies.</summary>
    public TimeSpan LeaseLength => options.Value.TakeOverAfter;

    /// <summary>What can be claimed, the oldest first.</summary>
    /// <param name="passedOver">Recipients whose mails are left out.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<List<DueMail>> ListDueAsync(IReadOnlyCollection<string> passedOver, int count, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Claimable(db, now).Where(m => !passedOver.Contains(m.RecipientAddress))
            .OrderBy(m => m.CreatedAt).ThenBy(m => m.MessageId)
            .Take(count).Select(m => new DueMail(m.Id, m.RecipientAddress)).ToListAsync(ct);
    }

    /// <summary>Takes a mail, in one conditional update, so that of several workers exactly one gets it.</summary>
    /// <param name="id">Which mail.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The claim; null when somebody else was first.</returns>
    public async Task<MailLease?> ClaimAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = now + LeaseLength;
        var leaseId = Guid.CreateVersion7();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var claimed = await Claimable(db, now).Where(m => m.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, MailState.Sending)
                .SetProperty(m => m.LeaseId, leaseId)
                .SetProperty(m => m.LeaseUntil, until)
                .SetProperty(m => m.ConcurrencyToken, leaseId),
            ct);
        if (claimed == 0) return null;

        var mail = await db.OutgoingMails.AsNoTracking().SingleAsync(m => m.Id == id, ct);
        return mail.LeaseId == leaseId ? new MailLease(leaseId, mail, until) : null;
    }

    /// <summary>Holds a claim for longer.</summary>
    /// <param name="lease">The claim.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Until when it holds now; null when somebody else has the mail.</returns>
    public async Task<DateTimeOffset?> RenewAsync(MailLease lease, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + LeaseLength;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var held = await db.OutgoingMails
            .Where(m => m.Id == lease.Mail.Id && m.State == MailState.Sending && m.LeaseId == lease.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LeaseUntil, until), ct);
        return held == 0 ? null : until;
    }

    /// <summary>Writes down what came of an attempt, unless the claim is lost; with the notice that a failure owes.</summary>
    /// <param name="lease">The claim.</param>
    /// <param name="transition">What came of it.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="beside">What else belongs into the same save; null for nothing.</param>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> RecordAsync(
        MailLease lease,
        Func<OutgoingMail, Outcome<MailAttempt>> transition,
        CancellationToken ct,
        Func<RegistryDbContext, OutgoingMail, Task>? beside = null)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var saved = await TryRecordAsync(lease, transition, beside, ct);
            // Another mail failed at this moment and brought the same notice: then once more, without it.
            if (saved != SaveResult.Duplicate) return saved == SaveResult.Saved;
        }

        return false;
    }

    private async Task<SaveResult> TryRecordAsync(
        MailLease lease,
        Func<OutgoingMail, Outcome<MailAttempt>> transition,
        Func<RegistryDbContext, OutgoingMail, Task>? beside,
        CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mail = await db.OutgoingMails.SingleOrDefaultAsync(m => m.Id == lease.Mail.Id, ct);
        if (mail is null || !transition(mail).Succeeded) return SaveResult.Conflict;

        if (beside is not null) await beside(db, mail);
        if (mail.State == MailState.Failed) await failureNotice.OweAsync(db, mail, ct);
        return await db.TrySaveAsync(ct);
    }

    /// <summary>Takes what was wiped out of the database's files too, as far as the database can.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task ForgetWipedAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Dialect.ForgetOverwrittenAsync(db, ct);
    }

    /// <summary>How much waits.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task<QueueDepth> MeasureAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await MeasureAsync(db, ct);
    }

    /// <summary>How much waits.</summary>
    /// <param name="db">Where.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<QueueDepth> MeasureAsync(RegistryDbContext db, CancellationToken ct)
    {
        var pending = db.OutgoingMails.Where(m => m.State == MailState.Due || m.State == MailState.Sending);
        var count = await pending.CountAsync(ct);
        var oldest = count == 0 ? null : await pending.MinAsync(m => (DateTimeOffset?)m.CreatedAt, ct);
        return new QueueDepth(count, oldest);
    }

    private static IQueryable<OutgoingMail> Claimable(RegistryDbContext db, DateTimeOffset now) =>
        db.OutgoingMails.Where(m =>
            (m.State == MailState.Due && m.DueAt <= now) || (m.State == MailState.Sending && m.LeaseUntil < now));
}
