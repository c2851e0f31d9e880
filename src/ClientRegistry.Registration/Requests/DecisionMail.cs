using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;

namespace ClientRegistry.Registration.Requests;

/// <summary>The mail that a decision owes, with what it is about.</summary>
internal static class DecisionMail
{
    /// <summary>To the submitter; when they are gone, to every member.</summary>
    /// <param name="outbox">Takes the mail.</param>
    /// <param name="db">The decision's unit of work.</param>
    /// <param name="request">The request with partner, members and submitter loaded.</param>
    /// <param name="message">What it says.</param>
    public static void OweSubmitter(this Outbox outbox, RegistryDbContext db, ClientRequest request, MailMessage message)
    {
        foreach (var recipient in PartnerRecipients.Of(request)) outbox.OweAbout(db, request, recipient, message);
    }

    /// <summary>To one person.</summary>
    /// <param name="outbox">Takes the mail.</param>
    /// <param name="db">The decision's unit of work.</param>
    /// <param name="request">The request.</param>
    /// <param name="recipient">The person.</param>
    /// <param name="message">What it says.</param>
    /// <param name="secret">What travels encrypted beside it; null for nothing.</param>
    public static void OweAbout(
        this Outbox outbox,
        RegistryDbContext db,
        ClientRequest request,
        MailRecipient recipient,
        MailMessage message,
        string? secret = null)
    {
        var mail = outbox.Owe(db, recipient, message, secret);
        mail.RequestId = request.Id;
        mail.ClientRowId = request.ClientRowId;
        mail.PartnerId = request.PartnerId;
    }
}
