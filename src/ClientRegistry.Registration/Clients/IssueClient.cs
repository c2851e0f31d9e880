using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Encryption;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Secrets.Delivery;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Clients;

/// <summary>
/// The step of an approval that makes a new client: its first revision, its first secret as a hash and the mail with the
/// credentials, or the link by which that secret is claimed; the audit entry. It adds to the approval's unit of work and
/// saves nothing itself.
/// </summary>
/// <param name="outbox">Takes the mail with the credentials.</param>
/// <param name="options">How the secret travels, and how long it is good.</param>
internal sealed class IssueClient(Outbox outbox, IOptions<CredentialsOptions> options)
{
    /// <summary>What the secret is called with which a client begins.</summary>
    public const string FirstSecretLabel = "First secret";

    private readonly SecretDelivery _delivery = new(options);
    private readonly OweClaimLink _claimLink = new(outbox, options);

    /// <summary>Adds the client of an approved request.</summary>
    /// <param name="db">The approval's unit of work.</param>
    /// <param name="request">The request with its partner and submitter loaded.</param>
    /// <param name="clientId">Its new identifier.</param>
    /// <param name="actor">Who approved it.</param>
    /// <param name="now">The present.</param>
    /// <param name="ct">Stops it.</param>
    public async Task ApplyAsync(
        RegistryDbContext db,
        ClientRequest request,
        string clientId,
        Actor actor,
        DateTimeOffset now,
        CancellationToken ct)
    {
        var client = Client.Issue(
            clientId, request.PartnerId, request.Environment, request.Metadata, request.Id, now);
        db.Clients.Add(client);
        request.Yield(client);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.ClientIssued, $"client:{client.ClientId}", client.PartnerId, $"request {request.Number}", now));

        var submitter = request.SubmittedBy!;
        var unusable = client.LiveMetadata.IsPublic ? null : await UnusableKey.FindAsync(db, submitter.Id, now, ct);
        if (unusable is { Key: var key, Why: var why })
            new EncryptionKeyNews(db, outbox, submitter, Actor.System, now).Unusable(key, client.LiveMetadata.ClientName, why);
        if (!client.LiveMetadata.IsPublic
            && _delivery.Choose(request.Partner!, hasUnusableKey: unusable is not null) == SecretRoute.ClaimLink)
        {
            var mail = _claimLink.Add(db, client, submitter, ClaimOccasion.Approval, request.Number, actor, now);
            mail.RequestId = request.Id;
            return;
        }

        var secret = AddSecret(client, now);
        outbox.OweAbout(
            db,
            request,
            MailRecipient.Of(submitter),
            CredentialsLetter.Of(client, request.Number, client.Secrets.SingleOrDefault()),
            secret?.Reveal());
    }

    /// <summary>A public client has no secret (RFC 6749 section 2.1).</summary>
    private PlainClientSecret? AddSecret(Client client, DateTimeOffset now)
    {
        if (client.LiveMetadata.IsPublic) return null;

        var plain = PlainClientSecret.Generate();
        var secret = new ClientSecret(
            client, plain.SecretId, SecretHash.Fast(plain.Reveal()), FirstSecretLabel, options.Value.EndOfSecret(now), now);
        client.Add(secret, now);
        return plain;
    }
}
