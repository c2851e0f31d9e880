using System.Globalization;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>
/// The step that gives a person the right to a secret: the claim, the mail with its link, the audit entry. It adds to its
/// caller's unit of work and saves nothing itself.
/// </summary>
/// <param name="outbox">Takes the mail.</param>
/// <param name="options">How long the link works.</param>
internal sealed class OweClaimLink(Outbox outbox, IOptions<CredentialsOptions> options)
{
    /// <summary>For a client that has no claim yet.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="client">The client with its live revision and its secrets loaded, or just issued.</param>
    /// <param name="person">Who may claim.</param>
    /// <param name="occasion">Why the mail is sent.</param>
    /// <param name="requestNumber">The request the client came of; 0 for none.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="now">The present.</param>
    /// <returns>The mail with the link, for the caller to say what else it is about.</returns>
    public OutgoingMail Add(
        RegistryDbContext db,
        Client client,
        User person,
        ClaimOccasion occasion,
        int requestNumber,
        Actor actor,
        DateTimeOffset now)
    {
        var (claim, token) = SecretClaim.Offer(
            client, person, Purpose(client, now), options.Value.ClaimLifetime, now);
        var mail = outbox.Owe(
            db,
            MailRecipient.Of(person),
            new ClaimLinkSent(CredentialsLetter.Of(client, requestNumber, secret: null), occasion, claim.ExpiresAt),
            token);
        (mail.ClientRowId, mail.PartnerId) = (client.Id, client.PartnerId);
        claim.TravelIn(mail.Id);
        db.SecretClaims.Add(claim);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.ClaimSent,
            $"client:{client.ClientId}",
            client.PartnerId,
            $"to {Person.Of(person)}, until {Until(claim)}",
            now));
        return mail;
    }

    /// <summary>For any client: a claim that is still owed makes way, and its link is dead.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="client">The client with its live revision and its secrets loaded.</param>
    /// <param name="person">Who may claim.</param>
    /// <param name="occasion">Why the mail is sent.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="now">The present.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The mail with the link, for the caller to say what else it is about.</returns>
    public async Task<OutgoingMail> ReplaceAsync(
        RegistryDbContext db,
        Client client,
        User person,
        ClaimOccasion occasion,
        Actor actor,
        DateTimeOffset now,
        CancellationToken ct)
    {
        if (await OwedAsync(db, client.Id, ct) is { } earlier)
            await EndAsync(db, client, earlier, ClaimEnd.Replaced, actor, now, ct);
        var number = await db.ClientRequests.Where(r => r.ClientRowId == client.Id && r.BaseRevision == null)
            .Select(r => r.Number).FirstOrDefaultAsync(ct);
        return Add(db, client, person, occasion, number, actor, now);
    }

    /// <summary>The claim of a client that is neither used nor lapsed, whether or not its time has run out.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="clientRowId">The client's row.</param>
    /// <param name="ct">Stops it.</param>
    public static Task<SecretClaim?> OwedAsync(RegistryDbContext db, Guid clientRowId, CancellationToken ct) =>
        db.SecretClaims.Include(c => c.User).SingleOrDefaultAsync(
            c => c.ClientRowId == clientRowId && c.ClaimedAt == null && c.LapsedAt == null, ct);

    /// <summary>Lets a claim lapse, and writes that down; a mail with its link that has not gone out yet is not sent any
    /// more.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="client">Its client.</param>
    /// <param name="claim">The claim with its person loaded.</param>
    /// <param name="end">Why.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="now">The present.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Whether its person may have the link by now.</returns>
    public static async Task<bool> EndAsync(
        RegistryDbContext db,
        Client client,
        SecretClaim claim,
        ClaimEnd end,
        Actor actor,
        DateTimeOffset now,
        CancellationToken ct)
    {
        claim.Lapse(end, now);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            end switch
            {
                ClaimEnd.Expired => AuditActions.ClaimLapsed,
                ClaimEnd.Replaced => AuditActions.ClaimReplaced,
                _ => AuditActions.ClaimCancelled,
            },
            $"client:{client.ClientId}",
            client.PartnerId,
            $"of {Person.Of(claim.User)}, until {Until(claim)}",
            now));
        var mail = await db.OutgoingMails.SingleOrDefaultAsync(m => m.Id == claim.MailId, ct);
        return mail?.Withdraw("Cancelled: its link no longer works.") != true;
    }

    private static string Until(SecretClaim claim) => $"{claim.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    private static string Purpose(Client client, DateTimeOffset now) => client.Secrets.Count == 0
        ? IssueClient.FirstSecretLabel
        : $"Secret of {now.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}";
}
