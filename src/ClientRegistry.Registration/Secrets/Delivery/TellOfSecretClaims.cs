using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>
/// Reminds people, once, of a secret that waits for them; and when its time has run out lets the claim lapse and tells
/// them and the staff. The mails and the mark on the claim are one save, which depends on the claim being as it was read:
/// of several nodes one gets it done, a claim at the same moment wins or loses whole, and after a pause of any length
/// there is one word about a claim.
/// </summary>
/// <param name="contexts">Makes the units of work: one a claim.</param>
/// <param name="outbox">Takes the mails.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Tells operators.</param>
public sealed partial class TellOfSecretClaims(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock, ILogger<TellOfSecretClaims> logger)
{
    private const int PageSize = 100;

    /// <summary>Looks at every claim whose time has come.</summary>
    /// <param name="ct">Stops it between two claims.</param>
    public async Task RunAsync(CancellationToken ct = default)
    {
        await EachAsync(Lapsing, LapseAsync, ct);
        await EachAsync(Waiting, RemindAsync, ct);
    }

    private static IQueryable<SecretClaim> Lapsing(RegistryDbContext db, DateTimeOffset now) =>
        db.SecretClaims.Where(c => c.ClaimedAt == null && c.LapsedAt == null && c.ExpiresAt <= now).OrderBy(c => c.ExpiresAt);

    /// <summary>Those whose person has the link and can use it: neither a suspended client nor a mail that is on its way
    /// is a reason to remind anybody, but may be later.</summary>
    private static IQueryable<SecretClaim> Waiting(RegistryDbContext db, DateTimeOffset now) =>
        db.SecretClaims
            .Where(c => c.ClaimedAt == null && c.LapsedAt == null && c.RemindedAt == null
                && c.RemindAt <= now && c.ExpiresAt > now
                && c.Client!.Status == ClientStatus.Active
                && c.User!.DisabledAt == null && c.User.Membership!.PartnerId == c.Client.PartnerId
                && db.OutgoingMails.Any(m => m.Id == c.MailId && m.State == MailState.Sent))
            .OrderBy(c => c.RemindAt);

    private async Task EachAsync(
        Func<RegistryDbContext, DateTimeOffset, IQueryable<SecretClaim>> due,
        Func<RegistryDbContext, SecretClaim, DateTimeOffset, CancellationToken, Task> tell,
        CancellationToken ct)
    {
        // Those that could not be done now are due still, and come first in the next run.
        var left = new HashSet<Guid>();
        while (left.Count < PageSize && await ListAsync(due, left, ct) is { Count: > 0 } claims)
        {
            foreach (var id in claims)
            {
                if (!await TryTellAsync(id, tell, ct)) left.Add(id);
            }
        }
    }

    private async Task<List<Guid>> ListAsync(
        Func<RegistryDbContext, DateTimeOffset, IQueryable<SecretClaim>> due, HashSet<Guid> left, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await due(db, clock.GetUtcNow()).Where(c => !left.Contains(c.Id)).Take(PageSize).Select(c => c.Id).ToListAsync(ct);
    }

    private async Task<bool> TryTellAsync(
        Guid id, Func<RegistryDbContext, SecretClaim, DateTimeOffset, CancellationToken, Task> tell, CancellationToken ct)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var claim = await db.SecretClaims.Include(c => c.User).ThenInclude(u => u!.Membership)
                .Include(c => c.Client).ThenInclude(c => c!.Revisions)
                .Include(c => c.Client).ThenInclude(c => c!.Partner)
                .AsSplitQuery()
                .SingleAsync(c => c.Id == id, ct);
            await tell(db, claim, clock.GetUtcNow(), ct);
            return await db.TrySaveAsync(ct) == SaveResult.Saved;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotTold(logger, id, e);
            return false;
        }
    }

    /// <summary>
    /// The reminder has no link. The token of the one in the first mail is not kept, and a new one would stop that link
    /// while its person may be about to press it; whoever cannot find the first mail gets a new link on the client's page,
    /// signed in, with one press.
    /// </summary>
    private async Task RemindAsync(RegistryDbContext db, SecretClaim claim, DateTimeOffset now, CancellationToken ct)
    {
        if (!claim.Remind(now)) return;

        var client = claim.Client!;
        var sent = await db.OutgoingMails.Where(m => m.Id == claim.MailId).Select(m => m.SentAt).SingleAsync(ct);
        Owe(db, client, claim.User!, new ClaimReminder(
            client.LiveMetadata.ClientName, client.ClientId, client.Environment, sent ?? claim.CreatedAt, claim.ExpiresAt));
        db.AuditEvents.Add(new AuditEvent(
            Actor.System, AuditActions.ClaimReminded, $"client:{client.ClientId}", client.PartnerId, $"{Person.Of(claim.User)}", now));
    }

    private async Task LapseAsync(RegistryDbContext db, SecretClaim claim, DateTimeOffset now, CancellationToken ct)
    {
        // Somebody may have been first between the list and this.
        if (claim.ClaimedAt is not null || claim.LapsedAt is not null) return;

        var (client, person) = (claim.Client!, claim.User!);
        await OweClaimLink.EndAsync(db, client, claim, ClaimEnd.Expired, Actor.System, now, ct);
        var message = new ClaimLapsed(
            client.LiveMetadata.ClientName,
            client.ClientId,
            client.Environment,
            client.Partner!.Name,
            person.Name,
            claim.ExpiresAt,
            ToStaff: false);
        if (person.DisabledAt is null && person.Membership?.PartnerId == client.PartnerId) Owe(db, client, person, message);
        foreach (var manager in await Reviewers.OfAsync(db, client.Partner, ct))
            Owe(db, client, manager, message with { ToStaff = true });
    }

    private void Owe(RegistryDbContext db, Client client, User reader, MailMessage message)
    {
        var mail = outbox.Owe(db, MailRecipient.Of(reader), message);
        (mail.ClientRowId, mail.PartnerId) = (client.Id, client.PartnerId);
    }

    [LoggerMessage(LogLevel.Error, "Nobody was told of the claim {ClaimId} on a secret; it is tried again.")]
    private static partial void LogNotTold(ILogger logger, Guid claimId, Exception exception);
}
