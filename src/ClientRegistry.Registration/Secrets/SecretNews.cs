using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Who hears of a step of a rotation: the audit trail, and by mail the members and the client's contacts. None
/// of them hears the secret.</summary>
internal sealed class SecretNews
{
    private readonly RegistryDbContext _db;
    private readonly Outbox _outbox;
    private readonly Client _client;
    private readonly Actor _actor;
    private readonly SecretAudience _audience;
    private readonly string? _reason;
    private readonly DateTimeOffset _now;

    private SecretNews(
        RegistryDbContext db,
        Outbox outbox,
        Client client,
        Actor actor,
        SecretAudience audience,
        string? reason,
        DateTimeOffset now)
    {
        (_db, _outbox, _client, _actor, _audience, _now) = (db, outbox, client, actor, audience, now);
        _reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
    }

    /// <summary>Finds out who is to hear.</summary>
    /// <param name="db">The unit of work that takes the step.</param>
    /// <param name="outbox">Takes the mails.</param>
    /// <param name="client">The client with its live revision and its partner's people loaded.</param>
    /// <param name="actor">Who takes the step.</param>
    /// <param name="reason">Why; null or blank when nothing was said.</param>
    /// <param name="now">The present.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<SecretNews> OfAsync(
        RegistryDbContext db,
        Outbox outbox,
        Client client,
        Actor actor,
        string? reason,
        DateTimeOffset now,
        CancellationToken ct) =>
        new(db, outbox, client, actor, await SecretAudience.OfAsync(db, client, ct), reason, now);

    public void Added(ClientSecret secret)
    {
        Record(AuditActions.SecretAdded, Name(secret));
        TellAll(secret, about => new SecretAdded(about, _reason, secret.ExpiresAt));
    }

    /// <summary>Tells of a secret that was made at the moment when the actor picked it up by a claim link.</summary>
    /// <param name="secret">Which.</param>
    public void PickedUp(ClientSecret secret)
    {
        Record(AuditActions.SecretClaimed, Name(secret));
        TellAll(secret, about => new SecretPickedUp(about, secret.ExpiresAt));
    }

    public void Retired(ClientSecret secret, bool isLast, bool mailCancelled)
    {
        var end = secret.ExpiresAt!.Value;
        Record(
            AuditActions.SecretRetired,
            $"{Name(secret)}, ends {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(isLast ? ", the last one" : "")}"
                + (mailCancelled ? ", the mail with it is cancelled" : ""));
        TellAll(secret, about => new SecretRetired(about, end, IsAtOnce: end <= _now, isLast, _reason, mailCancelled));
    }

    public void RetirementUndone(ClientSecret secret)
    {
        Record(AuditActions.SecretRetirementUndone, Name(secret));
        TellAll(secret, about => new SecretRetirementUndone(about, secret.ExpiresAt, _reason));
    }

    /// <summary>Tells of an end that comes or has come by itself.</summary>
    /// <param name="notice">Of which.</param>
    /// <param name="staff">Who looks after the partner and has to hear of it too.</param>
    public void Ending(SecretEndNotice notice, IEnumerable<User> staff)
    {
        var secret = notice.Secret;
        var end = secret.ExpiresAt!.Value;
        Record(
            notice.HasEnded ? AuditActions.SecretEnded : AuditActions.SecretEndNear,
            $"{Name(secret)}, {(notice.HasEnded ? "ended" : "ends")} {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        MailMessage Message(SecretSubject about) => new SecretEnding(
            about, _client.Partner!.Name, end, _now, notice.Other?.Label, notice.IsSucceeded, secret.RetiredAt is not null);
        TellAll(secret, Message);
        foreach (var manager in staff.Where(u => !_audience.Includes(u.Email!)))
            Owe(MailRecipient.Of(manager), Message(About(secret)));
    }

    private static string Name(ClientSecret secret) => $"{secret.Label} ({secret.SecretId})";

    private SecretSubject About(ClientSecret secret) => new(
        _client.LiveMetadata.ClientName,
        _client.ClientId,
        _client.Environment,
        secret.Label,
        secret.SecretId,
        _actor.Name);

    private void Record(string action, string what) => _db.AuditEvents.Add(new AuditEvent(
        _actor,
        action,
        $"client:{_client.ClientId}",
        _client.PartnerId,
        _reason is null ? what : $"{what}: {_reason}",
        _now));

    private void TellAll(ClientSecret secret, Func<SecretSubject, MailMessage> message)
    {
        var about = About(secret);
        foreach (var member in _audience.Members) Owe(member, message(about));
        foreach (var contact in _audience.Contacts)
            Owe(contact, message(about with { AskInstead = [.. _audience.Members.Select(m => $"{m.Name} ({m.Address})")] }));
    }

    private void Owe(MailRecipient recipient, MailMessage message)
    {
        var mail = _outbox.Owe(_db, recipient, message);
        mail.ClientRowId = _client.Id;
        mail.PartnerId = _client.PartnerId;
    }
}
