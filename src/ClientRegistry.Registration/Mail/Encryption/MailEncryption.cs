using System.Text.Json;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>
/// Encrypts the mails that bring credentials to people who have a key on file. Whether a key is good is judged at the moment
/// of sending. A client secret goes out encrypted to somebody who has a key, or not at all; to somebody who has none it goes
/// in clear, and is marked so before the first byte leaves.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="portal">What the portal calls itself.</param>
/// <param name="clock">The present.</param>
internal sealed class MailEncryption(
    IDbContextFactory<RegistryDbContext> contexts, IOptions<PortalOptions> portal, TimeProvider clock)
{
    /// <summary>Encrypts a mail where it has to be.</summary>
    /// <param name="mail">The owed mail.</param>
    /// <param name="message">The mail as it was composed; changed in place.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Nothing; or why it must not go out: its recipient's key cannot be used.</returns>
    public async Task<Outcome<Done>> ApplyAsync(OutgoingMail mail, MimeMessage message, CancellationToken ct)
    {
        var content = JsonSerializer.Deserialize<MailMessage>(mail.Payload)!;
        if (!content.BringsCredentials) return new Done();

        await using var db = await contexts.CreateDbContextAsync(ct);
        var secretId = mail.CarriesSecret ? (content as CredentialsIssued)?.SecretId : null;
        var address = User.Normalize(mail.RecipientAddress);
        var key = await db.EncryptionKeys.AsNoTracking()
            .SingleOrDefaultAsync(k => db.Users.Any(u => u.Id == k.UserId && u.NormalizedEmail == address), ct);
        if (key is null)
        {
            await MarkMailedAsync(db, mail.ClientRowId, secretId, ct);
            return new Done();
        }

        var encrypted = Encrypt(message, key, mustNotGoInClear: secretId is not null);
        // A link without its person's sign-in is worth nothing, so it may take the place of an encrypted secret.
        return encrypted.Succeeded || secretId is not null ? encrypted : new Done();
    }

    private Outcome<Done> Encrypt(MimeMessage message, EncryptionKey key, bool mustNotGoInClear)
    {
        var read = RecipientKeyReader.Read(key.Data, clock.GetUtcNow());
        if (!read.Succeeded) return read.Error;

        try
        {
            EncryptedMail.Encrypt(message, read.Value, $"Message from {portal.Value.Name}");
            return new Done();
        }
        catch (Exception e) when (mustNotGoInClear && e is not OutOfMemoryException)
        {
            return RecipientKeyReader.Refuse(
                $"Nothing could be encrypted to this key ({e.GetType().Name}). Put another one on file.");
        }
    }

    private static async Task MarkMailedAsync(
        RegistryDbContext db, Guid? clientRowId, string? secretId, CancellationToken ct)
    {
        if (secretId is null) return;

        // By the client, which has an index: SQL Server would lock every secret there is on its way to this one.
        await db.ClientSecrets.Where(s => s.ClientRowId == clientRowId && s.SecretId == secretId && !s.WasMailed)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.WasMailed, true), ct);
    }
}
