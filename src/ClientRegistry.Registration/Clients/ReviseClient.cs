using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;

namespace ClientRegistry.Registration.Clients;

/// <summary>
/// The step of an approval that makes a proposed change the live revision of its client. It adds to the approval's unit
/// of work and saves nothing itself.
/// </summary>
/// <param name="outbox">Takes the mail that tells what is different now.</param>
internal sealed class ReviseClient(Outbox outbox)
{
    /// <summary>Whether the change still fits the client; null when it does.</summary>
    /// <param name="request">The change request with its client and the client's revisions loaded.</param>
    public static RegistryError? Check(ClientRequest request)
    {
        var client = request.Client!;
        if (client.Status == ClientStatus.Revoked)
        {
            return new RegistryError(
                ErrorCodes.WrongState,
                $"{client.ClientId} was revoked, and that is final: there is nothing left to change. Reject the request.");
        }

        return client.Revision == request.BaseRevision ? null : new RegistryError(ErrorCodes.Conflict, Since(client, request));
    }

    /// <summary>Makes the change live.</summary>
    /// <param name="db">The approval's unit of work.</param>
    /// <param name="request">The approved change, checked, with client, revisions, partner and members loaded.</param>
    /// <param name="actor">Who approved it.</param>
    /// <param name="now">The present.</param>
    public Outcome<ClientRevision> Apply(RegistryDbContext db, ClientRequest request, Actor actor, DateTimeOffset now)
    {
        var client = request.Client!;
        var difference = ClientMetadataDifference.Between(client.LiveMetadata, request.Metadata);
        var revised = client.Revise(request.Metadata, request.Id, now);
        if (!revised.Succeeded) return revised;

        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.ClientRevised,
            $"client:{client.ClientId}",
            client.PartnerId,
            $"request {request.Number}, revision {client.Revision}",
            now));

        var message = new ClientChanged(
            request.Number,
            request.Metadata.ClientName,
            client.ClientId,
            client.Environment,
            client.Revision,
            difference.AddedRedirectUris,
            difference.RemovedRedirectUris,
            difference.OtherSentences);
        foreach (var recipient in PartnerRecipients.AllOf(request.Partner!))
            outbox.OweAbout(db, request, recipient, message);
        return revised;
    }

    private static string Since(Client client, ClientRequest request)
    {
        var written = client.Revisions.Single(r => r.Number == request.BaseRevision).Metadata;
        var difference = ClientMetadataDifference.Between(written, client.LiveMetadata);
        IEnumerable<string> sentences =
        [
            .. difference.AddedRedirectUris.Select(u => $"The redirect URI {u} is new."),
            .. difference.RemovedRedirectUris.Select(u => $"The redirect URI {u} is gone."),
            .. difference.OtherSentences,
        ];
        return $"The client changed since: this was written against revision {request.BaseRevision}, and revision "
            + $"{client.Revision} is live. {string.Join(' ', sentences)} Request changes, so that the partner writes it "
            + "against the live revision.";
    }
}
