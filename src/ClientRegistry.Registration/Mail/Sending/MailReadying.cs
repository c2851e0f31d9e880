using ClientRegistry.Core;
using ClientRegistry.Registration.Mail.Encryption;
using ClientRegistry.Registration.Mail.Signing;
using ClientRegistry.Registration.Mail.Writing;
using ClientRegistry.Registration.Secrets.Delivery;
using MimeKit;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Readies an owed mail for its way: composed, encrypted where its recipient has a key, signed. What cannot be
/// encrypted gives way to a claim link.</summary>
/// <param name="composer">Makes the mail from its row.</param>
/// <param name="encryption">Encrypts it.</param>
/// <param name="claimLink">Puts a link in its place.</param>
/// <param name="signature">Signs it.</param>
internal sealed class MailReadying(
    MailComposer composer, MailEncryption encryption, TurnIntoClaimLink claimLink, DkimSignature signature)
{
    /// <summary>What came of it.</summary>
    /// <param name="Message">The mail to hand over; null when it must not go out.</param>
    /// <param name="Result">How the attempt ended instead; null when that is written down already.</param>
    public sealed record Ready(MimeMessage? Message, SendResult? Result) : IDisposable
    {
        public void Dispose() => Message?.Dispose();
    }

    /// <summary>Readies it.</summary>
    /// <param name="lease">The claim on the mail.</param>
    /// <param name="ct">Drops the attempt.</param>
    public async Task<Ready> RunAsync(MailLease lease, CancellationToken ct)
    {
        var message = await composer.ComposeAsync(lease.Mail);
        try
        {
            var encrypted = await encryption.ApplyAsync(lease.Mail, message, ct);
            if (encrypted.Succeeded)
            {
                signature.Sign(message);
                return new Ready(message, null);
            }

            message.Dispose();
            return new Ready(null, await GiveWayAsync(lease, encrypted.Error.Message, ct));
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private async Task<SendResult?> GiveWayAsync(MailLease lease, string why, CancellationToken ct)
    {
        var turned = await claimLink.RunAsync(lease, why, ct);
        return turned.Error?.Code switch
        {
            null => null,
            ErrorCodes.Conflict => new SendResult(SendVerdict.Later, turned.Error.Message),
            _ => new SendResult(SendVerdict.Refused, $"{turned.Error.Message} It could not be encrypted either: {why}"),
        };
    }
}
