using ClientRegistry.Core.Mail;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>A mail that did not reach its recipient, and what to do about it.</summary>
/// <param name="Id">Row key, for the page of the mail.</param>
/// <param name="Kind">Which message it is.</param>
/// <param name="RecipientName">How the recipient is called.</param>
/// <param name="RecipientAddress">The address that did not work.</param>
/// <param name="Cause">The server's own words; null when it was never tried.</param>
/// <param name="CreatedAt">Since when it is owed.</param>
/// <param name="RequestNumber">The request it is about; null for none.</param>
/// <param name="ClientId">The client it is about; null for none.</param>
public sealed record MailProblem(
    Guid Id,
    string Kind,
    string RecipientName,
    string RecipientAddress,
    string? Cause,
    DateTimeOffset CreatedAt,
    int? RequestNumber,
    string? ClientId)
{
    /// <summary>What to do, in a sentence.</summary>
    public string WayOut => WayOutOf(Kind, Cause);

    /// <summary>What to do about a mail that did not arrive, in a sentence.</summary>
    /// <param name="kind">Which message it is.</param>
    /// <param name="cause">Why it did not.</param>
    public static string WayOutOf(string kind, string? cause) => (kind, cause == OutgoingMail.KeysLost) switch
    {
        (nameof(CredentialsIssued), true) =>
            "Add a new secret on the client's page, where it is shown once, and retire the one that was lost.",
        (nameof(CredentialsIssued), _) =>
            "The credentials never arrived. Find out the right address. Then add a new secret on the client's page, where it "
            + "is shown once, and retire the one that was lost.",
        (nameof(ClaimLinkSent), true) =>
            "Send a new link on the client's page, to the same person or to another member.",
        (nameof(ClaimLinkSent), _) =>
            "The link to the secret never arrived. Find out the right address, then send a new link on the client's page, to "
            + "the same person or to another member.",
        (nameof(InvitationSent), true) => "Withdraw the invitation and invite again.",
        (nameof(InvitationSent), _) => "Withdraw the invitation and invite the right address.",
        (nameof(PasswordReset), true) => "The person has to ask for a new password again.",
        (nameof(PasswordReset), _) =>
            "The person has to ask for a new password again, once their address takes mail.",
        (_, true) => "Issue again what the mail was to bring.",
        _ => "Find out whether the address is right. An administrator can send the mail again under Mail.",
    };
}

/// <summary>How mails are called where people read lists of them.</summary>
public static class MailKinds
{
    /// <summary>A kind in plain words, as in <c>Changes requested</c>.</summary>
    /// <param name="kind">The name of the message.</param>
    public static string InWords(string kind) =>
        string.Concat(kind.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}

/// <summary>Turns rows into problems, with the numbers people know the things by.</summary>
internal static class MailProblems
{
    public static IQueryable<MailProblem> AsProblems(this IQueryable<OutgoingMail> mails, Core.Data.RegistryDbContext db) =>
        mails.Select(m => new MailProblem(
            m.Id,
            m.Kind,
            m.RecipientName,
            m.RecipientAddress,
            m.LastAnswer,
            m.CreatedAt,
            db.ClientRequests.Where(r => r.Id == m.RequestId).Select(r => (int?)r.Number).FirstOrDefault(),
            db.Clients.Where(c => c.Id == m.ClientRowId).Select(c => c.ClientId).FirstOrDefault()));
}
