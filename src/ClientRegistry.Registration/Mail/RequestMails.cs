using ClientRegistry.Core.Clients;

namespace ClientRegistry.Registration.Mail;

/// <summary>Receipt for the submitter.</summary>
/// <param name="Number">The request.</param>
/// <param name="ClientName">Its client.</param>
/// <param name="Environment">Where the client is to live.</param>
/// <param name="Reviewers">Who can decide, as <c>name (address)</c>.</param>
public sealed record RequestReceived(
    int Number, string ClientName, ClientEnvironment Environment, IReadOnlyList<string> Reviewers) : MailMessage;

/// <summary>Tells the account manager that a request waits.</summary>
public sealed record RequestSubmitted(
    int Number,
    string ClientName,
    ClientEnvironment Environment,
    string PartnerName,
    string SubmitterName,
    bool IsChange) : MailMessage;

/// <summary>Tells the submitter who reviews.</summary>
public sealed record RequestClaimed(int Number, string ClientName, string ReviewerName, string ReviewerAddress)
    : MailMessage;

/// <summary>Tells the other side of a comment.</summary>
public sealed record RequestCommented(int Number, string ClientName, string AuthorName, string Text, bool ToStaff)
    : MailMessage;

/// <summary>Tells the staff that a restricted scope waits for another approver.</summary>
public sealed record SecondApprovalNeeded(
    int Number, string ClientName, string PartnerName, string FirstApproverName, IReadOnlyList<string> RestrictedScopes)
    : MailMessage;

/// <summary>Gives a request back to the submitter.</summary>
public sealed record ChangesRequested(
    int Number, string ClientName, string What, string ReviewerName, string ReviewerAddress) : MailMessage;

/// <summary>Tells the submitter that it was refused, and why.</summary>
public sealed record RequestRejected(
    int Number, string ClientName, string Reason, string DeciderName, string DeciderAddress) : MailMessage;

/// <summary>Tells the reviewer that there is nothing left to do.</summary>
public sealed record RequestWithdrawn(int Number, string ClientName, string PartnerName, string WithdrawnBy)
    : MailMessage;
