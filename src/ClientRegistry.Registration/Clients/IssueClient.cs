using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;

namespace ClientRegistry.Registration.Clients;

/// <summary>
/// The step of an approval that makes a new client: its first revision, its secret as a hash, the mail with the
/// credentials, the audit entry. It adds to the approval's unit of work and saves nothing itself.
/// </summary>
/// <param name="outbox">Takes the mail with the credentials.</param>
/// <param name="credentials">Say how long a secret is good.</param>
internal sealed class IssueClient(Outbox outbox, CredentialsOptions credentials)
{
    private const string FirstSecretLabel = "First secret";

    /// <summary>Adds the client of an approved request.</summary>
    /// <param name="db">The approval's unit of work.</param>
    /// <param name="request">The request with its submitter loaded.</param>
    /// <param name="clientId">Its new identifier.</param>
    /// <param name="actor">Who approved it.</param>
    /// <param name="now">The present.</param>
    public void Apply(RegistryDbContext db, ClientRequest request, string clientId, Actor actor, DateTimeOffset now)
    {
        var client = Client.Issue(
            clientId, request.PartnerId, request.Environment, request.Metadata, request.Id, now);
        db.Clients.Add(client);
        request.Yield(client);

        OweCredentials(db, request, client, AddSecret(client, now));
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.ClientIssued, $"client:{client.ClientId}", client.PartnerId, $"request {request.Number}", now));
    }

    /// <summary>A public client has no secret (RFC 6749 section 2.1).</summary>
    private PlainClientSecret? AddSecret(Client client, DateTimeOffset now)
    {
        if (client.LiveMetadata.IsPublic) return null;

        var plain = PlainClientSecret.Generate();
        var secret = new ClientSecret(
            client, plain.SecretId, SecretHash.Fast(plain.Reveal()), FirstSecretLabel, credentials.EndOfSecret(now), now);
        secret.MarkMailed();
        client.Add(secret, now);
        return plain;
    }

    private void OweCredentials(
        RegistryDbContext db, ClientRequest request, Client client, PlainClientSecret? secret)
    {
        var metadata = client.LiveMetadata;
        var message = new CredentialsIssued(
            request.Number,
            metadata.ClientName,
            client.ClientId,
            client.Environment,
            metadata.RedirectUris,
            metadata.Scopes,
            metadata.TokenEndpointAuthMethod,
            metadata.RequirePkce,
            secret?.SecretId,
            client.Secrets.SingleOrDefault()?.ExpiresAt);
        outbox.OweAbout(db, request, MailRecipient.Of(request.SubmittedBy!), message, secret?.Reveal());
    }
}
