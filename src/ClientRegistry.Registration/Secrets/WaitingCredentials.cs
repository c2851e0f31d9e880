using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets;

/// <summary>The mails that bring secrets, as far as no mail server has accepted them.</summary>
internal static class WaitingCredentials
{
    /// <summary>Takes the mail of a secret back: whoever got it would deploy what is about to end.</summary>
    /// <param name="db">The unit of work that ends the secret.</param>
    /// <param name="client">Whose.</param>
    /// <param name="secretId">The secret's public identifier; null for all of them.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Whether there was such a mail.</returns>
    public static async Task<bool> CancelAsync(
        RegistryDbContext db, Client client, string? secretId, CancellationToken ct)
    {
        var waiting = await db.OutgoingMails
            .Where(m => m.ClientRowId == client.Id && m.Kind == nameof(CredentialsIssued) && m.CarriesSecret
                && (m.State == MailState.Due || m.State == MailState.Sending || m.State == MailState.Failed))
            .ToListAsync(ct);
        var why = secretId is null ? "Cancelled: the client is revoked." : "Cancelled: its secret is retired.";
        var any = false;
        foreach (var mail in waiting.Where(m => secretId is null || SecretOf(m.Payload) == secretId))
            any |= mail.Withdraw(why);
        return any;
    }

    /// <summary>Which secret a mail brings; null for none.</summary>
    /// <param name="payload">The data of the mail.</param>
    public static string? SecretOf(string payload) =>
        (JsonSerializer.Deserialize<MailMessage>(payload) as CredentialsIssued)?.SecretId;
}
