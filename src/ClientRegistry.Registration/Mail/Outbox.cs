using System.Text.Json;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Mail;

/// <summary>Where a use case leaves the mail it owes: a row in its own transaction.</summary>
/// <param name="secrets">Encrypts what must not be readable in the database.</param>
/// <param name="options">Gives the domain of Message-IDs.</param>
/// <param name="clock">The present.</param>
public sealed class Outbox(MailSecrets secrets, IOptions<MailOptions> options, TimeProvider clock)
{
    /// <summary>Owes a mail; it goes out after the save that the caller makes.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="recipient">To whom.</param>
    /// <param name="message">What it says.</param>
    /// <param name="secret">A client secret or link token that the mail shows; null for none.</param>
    /// <param name="id">The row key of a mail that is owed once, whoever else owes it too; null for a new one.</param>
    /// <returns>The row, for the caller to say what it is about.</returns>
    public OutgoingMail Owe(
        RegistryDbContext db, MailRecipient recipient, MailMessage message, string? secret = null, Guid? id = null)
    {
        var mail = new OutgoingMail(
            message.GetType().Name,
            recipient.Address,
            recipient.Name,
            JsonSerializer.Serialize(message),
            secret is null ? null : secrets.Protect(secret),
            options.Value.From.Split('@')[^1].TrimEnd('>'),
            clock.GetUtcNow(),
            id);
        db.OutgoingMails.Add(mail);
        return mail;
    }
}
