using ClientRegistry.Core.Clients;

namespace ClientRegistry.Registration.Mail;

/// <summary>The credentials of a new client. The client secret travels beside it; a public client has none.</summary>
public sealed record CredentialsIssued(
    int Number,
    string ClientName,
    string ClientId,
    ClientEnvironment Environment,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> Scopes,
    string TokenEndpointAuthMethod,
    bool RequirePkce,
    string? SecretId,
    DateTimeOffset? SecretExpiresAt) : MailMessage
{
    /// <inheritdoc/>
    public override bool BringsCredentials => true;
}

/// <summary>Why a claim link is sent.</summary>
public enum ClaimOccasion
{
    /// <summary>The client was approved just now.</summary>
    Approval,

    /// <summary>Somebody asked for a link on the client's page.</summary>
    Asked,

    /// <summary>The mail that was to bring the secret itself could not be sent safely.</summary>
    InsteadOfMail,
}

/// <summary>The credentials of a client, with a link in the secret's place. The link's token travels beside it.</summary>
/// <param name="Credentials">The client; no secret belongs to it yet.</param>
/// <param name="Occasion">Why it is sent.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record ClaimLinkSent(CredentialsIssued Credentials, ClaimOccasion Occasion, DateTimeOffset ExpiresAt)
    : MailMessage
{
    /// <inheritdoc/>
    public override bool BringsCredentials => true;
}

/// <summary>Reminds somebody of a secret that waits for them. It has no link: only the mail before it has.</summary>
/// <param name="SentAt">When that mail was written.</param>
/// <param name="ExpiresAt">When its link stops working.</param>
public sealed record ClaimReminder(
    string ClientName, string ClientId, ClientEnvironment Environment, DateTimeOffset SentAt, DateTimeOffset ExpiresAt)
    : MailMessage;

/// <summary>Tells that nobody picked a secret up in time.</summary>
/// <param name="PersonName">Who was to pick it up.</param>
/// <param name="ExpiredAt">Until when they could.</param>
/// <param name="ToStaff">Whether the reader is the account manager; else it is that person.</param>
public sealed record ClaimLapsed(
    string ClientName,
    string ClientId,
    ClientEnvironment Environment,
    string PartnerName,
    string PersonName,
    DateTimeOffset ExpiredAt,
    bool ToStaff) : MailMessage;

/// <summary>Tells somebody that the link to a secret no longer works, though its time has not run out.</summary>
/// <param name="TakenBackBy">Who did that.</param>
/// <param name="Instead">Who got a link in their place; null for nobody.</param>
public sealed record ClaimTakenBack(
    string ClientName, string ClientId, ClientEnvironment Environment, string TakenBackBy, string? Instead) : MailMessage;

/// <summary>A claimed secret was shown to its person.</summary>
/// <param name="Secret">Which, and to whom.</param>
/// <param name="ExpiresAt">When it stops being good; null for never.</param>
public sealed record SecretPickedUp(SecretSubject Secret, DateTimeOffset? ExpiresAt) : MailMessage;

/// <summary>A change is live: which redirect URIs came and went, and what else is different.</summary>
/// <param name="OtherChanges">Sentences, one a member that changed.</param>
public sealed record ClientChanged(
    int Number,
    string ClientName,
    string ClientId,
    ClientEnvironment Environment,
    int Revision,
    IReadOnlyList<string> AddedRedirectUris,
    IReadOnlyList<string> RemovedRedirectUris,
    IReadOnlyList<string> OtherChanges) : MailMessage;

/// <summary>The client was suspended, reinstated or revoked.</summary>
public sealed record ClientStatusChanged(
    string ClientName,
    string ClientId,
    ClientEnvironment Environment,
    ClientStatus Status,
    string Reason,
    string ChangedBy) : MailMessage;

/// <summary>Of which secret a mail tells; never the secret itself.</summary>
/// <param name="Label">What its owner calls it.</param>
/// <param name="SecretId">Its public identifier.</param>
/// <param name="ChangedBy">Who did what the mail tells.</param>
public sealed record SecretSubject(
    string ClientName, string ClientId, ClientEnvironment Environment, string Label, string SecretId, string ChangedBy)
{
    /// <summary>For a reader without an account: who of the partner can act, as <c>name (address)</c>; null for readers who
    /// can sign in.</summary>
    public IReadOnlyList<string>? AskInstead { get; init; }
}

/// <summary>The client has one more secret.</summary>
/// <param name="Secret">Which.</param>
/// <param name="Reason">Why; null when nobody said.</param>
/// <param name="ExpiresAt">When it stops being good; null for never.</param>
public sealed record SecretAdded(SecretSubject Secret, string? Reason, DateTimeOffset? ExpiresAt = null) : MailMessage;

/// <summary>A secret of the client has its end.</summary>
/// <param name="Secret">Which.</param>
/// <param name="EndsAt">When it stops being good.</param>
/// <param name="IsAtOnce">Whether it has stopped already.</param>
/// <param name="IsLast">Whether no other secret stays.</param>
/// <param name="Reason">Why; null when nobody said.</param>
/// <param name="MailCancelled">Whether the mail that was to bring it had not gone out and never will.</param>
public sealed record SecretRetired(
    SecretSubject Secret,
    DateTimeOffset EndsAt,
    bool IsAtOnce,
    bool IsLast,
    string? Reason,
    bool MailCancelled = false) : MailMessage;

/// <summary>A secret that was to end stays.</summary>
/// <param name="Secret">Which.</param>
/// <param name="ExpiresAt">When it stops being good now; null for never.</param>
/// <param name="Reason">Why; null when nobody said.</param>
public sealed record SecretRetirementUndone(SecretSubject Secret, DateTimeOffset? ExpiresAt, string? Reason)
    : MailMessage;

/// <summary>A secret is about to end, or has ended, by itself.</summary>
/// <param name="Secret">Which.</param>
/// <param name="PartnerName">Whose client it is.</param>
/// <param name="EndsAt">When it stops being good.</param>
/// <param name="At">When this was found.</param>
/// <param name="OtherLabel">What the secret is called that outlives it; null when there is none.</param>
/// <param name="IsSucceeded">Whether the client can do without it.</param>
/// <param name="IsRetired">Whether somebody chose that end.</param>
public sealed record SecretEnding(
    SecretSubject Secret,
    string PartnerName,
    DateTimeOffset EndsAt,
    DateTimeOffset At,
    string? OtherLabel,
    bool IsSucceeded,
    bool IsRetired) : MailMessage;
