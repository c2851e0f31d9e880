using System.Text.Json;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Sending;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>
/// Turns an owed mail with a secret into a claim link, when at the moment of sending the mail may not go out as it is. In
/// one transaction: the mail is cancelled and its secret wiped, the hash of that secret is ended (nobody has seen it), and
/// the claim is owed with a mail of its own. The secret that is claimed is another one.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail with the link.</param>
/// <param name="options">How long the link works.</param>
/// <param name="clock">The present.</param>
internal sealed class TurnIntoClaimLink(
    IDbContextFactory<RegistryDbContext> contexts,
    Outbox outbox,
    IOptions<CredentialsOptions> options,
    TimeProvider clock)
{
    private readonly OweClaimLink _claimLink = new(outbox, options);

    /// <summary>Does it.</summary>
    /// <param name="lease">The sender's claim on the mail, which must hold.</param>
    /// <param name="why">Why the mail cannot go out; stands in its history and in the audit trail.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>conflict</c> when the lease is lost or somebody else was first, <c>wrong_state</c> when
    /// nobody is there who could claim: then the mail is as it was.</returns>
    public async Task<Outcome<Done>> RunAsync(MailLease lease, string why, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mail = await db.OutgoingMails.SingleAsync(m => m.Id == lease.Mail.Id, ct);
        if (JsonSerializer.Deserialize<MailMessage>(mail.Payload) is not CredentialsIssued { SecretId: { } secretId } issued)
            throw new ArgumentException("Only a mail with a client secret can be turned into a claim link.", nameof(lease));

        var client = await db.Clients.Include(c => c.Revisions).Include(c => c.Secrets).AsSplitQuery()
            .SingleAsync(c => c.ClientId == issued.ClientId, ct);
        var address = User.Normalize(mail.RecipientAddress);
        var person = await db.Users.SingleOrDefaultAsync(
            u => u.NormalizedEmail == address && u.DisabledAt == null && u.Membership!.PartnerId == client.PartnerId, ct);
        if (person is null || client.Status == ClientStatus.Revoked) return NobodyToClaim();

        var now = clock.GetUtcNow();
        var gone = mail.GiveWay(lease.Id, $"{why} A claim link goes out in its place.", now);
        if (!gone.Succeeded) return gone.Error;

        EndSecret(db, client, secretId, why, now);
        var link = await _claimLink.ReplaceAsync(db, client, person, ClaimOccasion.InsteadOfMail, Actor.System, now, ct);
        link.RequestId = mail.RequestId;
        if (await db.EncryptionKeys.SingleOrDefaultAsync(k => k.UserId == person.Id, ct) is { } key)
            new EncryptionKeyNews(db, outbox, person, Actor.System, now).Unusable(key, issued.ClientName, why);
        return await db.TrySaveAsync(ct) == SaveResult.Saved
            ? new Done()
            : new RegistryError(ErrorCodes.Conflict, "Somebody else changed this mail or its client just now.");
    }

    private static void EndSecret(RegistryDbContext db, Client client, string secretId, string why, DateTimeOffset now)
    {
        // It may have ended before: somebody retired it, or it expired.
        if (!client.RetireSecret(secretId, now, endLast: true, now).Succeeded) return;

        db.AuditEvents.Add(new AuditEvent(
            Actor.System, AuditActions.SecretRetired, $"client:{client.ClientId}", client.PartnerId, $"{secretId}, at once: {why}", now));
    }

    private static RegistryError NobodyToClaim() => new(
        ErrorCodes.WrongState,
        "The secret cannot be handed over: the client is revoked, or its recipient is no longer a member of the partner.");
}
