using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Who hears of a step of a rotation: the audit trail, and by mail every member. None of them hears the
/// secret.</summary>
/// <param name="db">The unit of work that takes the step.</param>
/// <param name="outbox">Takes the mails.</param>
/// <param name="client">The client with its partner's members loaded.</param>
/// <param name="actor">Who takes the step.</param>
/// <param name="reason">Why; null or blank when nothing was said.</param>
/// <param name="now">The present.</param>
internal sealed class SecretNews(
    RegistryDbContext db, Outbox outbox, Client client, Actor actor, string? reason, DateTimeOffset now)
{
    private readonly string? _reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();

    public void Added(ClientSecret secret) => Tell(
        AuditActions.SecretAdded, Name(secret), new SecretAdded(About(secret), _reason));

    public void Retired(ClientSecret secret, bool isLast)
    {
        var end = secret.ExpiresAt!.Value;
        Tell(
            AuditActions.SecretRetired,
            $"{Name(secret)}, ends {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(isLast ? ", the last one" : "")}",
            new SecretRetired(About(secret), end, IsAtOnce: end <= now, isLast, _reason));
    }

    public void RetirementUndone(ClientSecret secret) => Tell(
        AuditActions.SecretRetirementUndone,
        Name(secret),
        new SecretRetirementUndone(About(secret), secret.ExpiresAt, _reason));

    private static string Name(ClientSecret secret) => $"{secret.Label} ({secret.SecretId})";

    private SecretSubject About(ClientSecret secret) => new(
        client.LiveMetadata.ClientName, client.ClientId, client.Environment, secret.Label, secret.SecretId, actor.Name);

    private void Tell(string action, string what, MailMessage message)
    {
        db.AuditEvents.Add(new AuditEvent(
            actor,
            action,
            $"client:{client.ClientId}",
            client.PartnerId,
            _reason is null ? what : $"{what}: {_reason}",
            now));
        foreach (var recipient in PartnerRecipients.AllOf(client.Partner!))
        {
            var mail = outbox.Owe(db, recipient, message);
            mail.ClientRowId = client.Id;
            mail.PartnerId = client.PartnerId;
        }
    }
}
