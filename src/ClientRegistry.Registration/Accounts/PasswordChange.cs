using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;

namespace ClientRegistry.Registration.Accounts;

/// <summary>What every change of a password leaves behind.</summary>
internal static class PasswordChange
{
    public static void Record(RegistryDbContext db, Outbox outbox, User user, Actor actor, DateTimeOffset now)
    {
        db.AuditEvents.Add(new AuditEvent(actor, AuditActions.PasswordChanged, $"user:{user.Id}", null, null, now));
        outbox.Owe(db, MailRecipient.Of(user), new PasswordChanged(now, actor.RemoteAddress));
    }
}
