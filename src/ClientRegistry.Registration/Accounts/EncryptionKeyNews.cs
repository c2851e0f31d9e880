using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Who hears of a change of somebody's encryption key: the audit trail, and the person by a mail in clear, so that
/// they notice it also when it was not them.</summary>
/// <param name="db">The unit of work.</param>
/// <param name="outbox">Takes the mail.</param>
/// <param name="user">Whose key.</param>
/// <param name="actor">Who changes it.</param>
/// <param name="now">The present.</param>
internal sealed class EncryptionKeyNews(
    RegistryDbContext db, Outbox outbox, User user, Actor actor, DateTimeOffset now)
{
    /// <summary>The answer when another save came first.</summary>
    public static RegistryError Overtaken() =>
        new(ErrorCodes.Conflict, "Your key was changed elsewhere just now. Look at it again.");

    public void Put(EncryptionKey key, string? before)
    {
        var confirmed = key.IsOtherAddressConfirmed ? ", names another address, confirmed" : "";
        var replaces = before is null ? "" : $", replaces {before}";
        Tell(AuditActions.EncryptionKeyPut, key, $"{Name(key)}{confirmed}{replaces}", isRemoved: false);
    }

    public void Removed(EncryptionKey key) =>
        Tell(AuditActions.EncryptionKeyRemoved, key, Name(key), isRemoved: true);

    /// <summary>It was to be used, and could not be.</summary>
    /// <param name="key">The key.</param>
    /// <param name="clientName">Whose credentials were to be encrypted.</param>
    /// <param name="why">What is wrong with the key.</param>
    public void Unusable(EncryptionKey key, string clientName, string why)
    {
        Record(AuditActions.EncryptionKeyUnusable, $"{Name(key)}: {why}");
        outbox.Owe(
            db, MailRecipient.Of(user), new EncryptionKeyUnusable(key.Kind, key.Fingerprint, clientName, why));
    }

    private static string Name(EncryptionKey key) => $"{key.Kind.InWords()} {key.Fingerprint}";

    private void Tell(string action, EncryptionKey key, string what, bool isRemoved)
    {
        Record(action, what);
        outbox.Owe(
            db,
            MailRecipient.Of(user),
            new EncryptionKeyChanged(key.Kind, key.Fingerprint, isRemoved, now, actor.RemoteAddress));
    }

    private void Record(string action, string what) =>
        db.AuditEvents.Add(new AuditEvent(actor, action, $"user:{user.Id}", null, what, now));
}
