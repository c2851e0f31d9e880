using System.Text.Json.Serialization;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Mail.Administration;

namespace ClientRegistry.Registration.Mail;

/// <summary>
/// The data of one kind of mail, as it is kept in the database until it is rendered at sending. No message holds a
/// secret: a client secret or a link token travels beside it, encrypted (<see cref="Outbox.Owe"/>).
/// </summary>
[JsonDerivedType(typeof(RequestReceived), nameof(RequestReceived))]
[JsonDerivedType(typeof(RequestSubmitted), nameof(RequestSubmitted))]
[JsonDerivedType(typeof(RequestClaimed), nameof(RequestClaimed))]
[JsonDerivedType(typeof(RequestCommented), nameof(RequestCommented))]
[JsonDerivedType(typeof(SecondApprovalNeeded), nameof(SecondApprovalNeeded))]
[JsonDerivedType(typeof(ChangesRequested), nameof(ChangesRequested))]
[JsonDerivedType(typeof(RequestRejected), nameof(RequestRejected))]
[JsonDerivedType(typeof(RequestWithdrawn), nameof(RequestWithdrawn))]
[JsonDerivedType(typeof(CredentialsIssued), nameof(CredentialsIssued))]
[JsonDerivedType(typeof(ClaimLinkSent), nameof(ClaimLinkSent))]
[JsonDerivedType(typeof(ClaimReminder), nameof(ClaimReminder))]
[JsonDerivedType(typeof(ClaimLapsed), nameof(ClaimLapsed))]
[JsonDerivedType(typeof(ClaimTakenBack), nameof(ClaimTakenBack))]
[JsonDerivedType(typeof(SecretPickedUp), nameof(SecretPickedUp))]
[JsonDerivedType(typeof(ClientChanged), nameof(ClientChanged))]
[JsonDerivedType(typeof(ClientStatusChanged), nameof(ClientStatusChanged))]
[JsonDerivedType(typeof(SecretAdded), nameof(SecretAdded))]
[JsonDerivedType(typeof(SecretRetired), nameof(SecretRetired))]
[JsonDerivedType(typeof(SecretRetirementUndone), nameof(SecretRetirementUndone))]
[JsonDerivedType(typeof(SecretEnding), nameof(SecretEnding))]
[JsonDerivedType(typeof(MailSecretsLost), nameof(MailSecretsLost))]
[JsonDerivedType(typeof(InvitationSent), nameof(InvitationSent))]
[JsonDerivedType(typeof(PasswordReset), nameof(PasswordReset))]
[JsonDerivedType(typeof(PasswordChanged), nameof(PasswordChanged))]
[JsonDerivedType(typeof(EncryptionKeyChanged), nameof(EncryptionKeyChanged))]
[JsonDerivedType(typeof(EncryptionKeyUnusable), nameof(EncryptionKeyUnusable))]
[JsonDerivedType(typeof(MailFailed), nameof(MailFailed))]
[JsonDerivedType(typeof(MemberAdded), nameof(MemberAdded))]
[JsonDerivedType(typeof(MemberRemoved), nameof(MemberRemoved))]
[JsonDerivedType(typeof(PartnerApplicationReceived), nameof(PartnerApplicationReceived))]
[JsonDerivedType(typeof(PartnerApplicationSubmitted), nameof(PartnerApplicationSubmitted))]
[JsonDerivedType(typeof(PartnerApplicationDeclined), nameof(PartnerApplicationDeclined))]
public abstract record MailMessage
{
    /// <summary>Whether it brings client credentials, or a link to them, and is encrypted for a recipient who has a key.
    /// Links by which an account begins or a forgotten password is replaced do not count: they must reach also somebody who
    /// has lost the key.</summary>
    [JsonIgnore]
    public virtual bool BringsCredentials => false;
}

/// <summary>To whom a mail goes.</summary>
/// <param name="Name">How they are called.</param>
/// <param name="Address">Their mail address.</param>
public sealed record MailRecipient(string Name, string Address)
{
    /// <summary>The person behind an account.</summary>
    /// <param name="user">The account.</param>
    public static MailRecipient Of(User user) => new(user.Name, user.Email!);
}

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

/// <summary>Invites to a partner or to the staff. The link's token travels beside it.</summary>
/// <param name="PartnerName">The partner; null for the staff.</param>
/// <param name="Role">The role in plain words.</param>
/// <param name="InvitedBy">Who invites.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record InvitationSent(string? PartnerName, string Role, string InvitedBy, DateTimeOffset ExpiresAt)
    : MailMessage;

/// <summary>A forgotten password. The token of the link travels beside it.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record PasswordReset(Guid UserId, DateTimeOffset ExpiresAt) : MailMessage;

/// <summary>The password was changed, in case it was not them.</summary>
public sealed record PasswordChanged(DateTimeOffset At, string? RemoteAddress) : MailMessage;

/// <summary>The key to which mails are encrypted was put on file or removed, in case it was not them.</summary>
/// <param name="Kind">Which standard.</param>
/// <param name="Fingerprint">Of the key in question.</param>
/// <param name="IsRemoved">Whether it was removed; else it was put on file.</param>
/// <param name="At">When.</param>
/// <param name="RemoteAddress">From where; null where there is no network between.</param>
public sealed record EncryptionKeyChanged(
    EncryptionKind Kind, string Fingerprint, bool IsRemoved, DateTimeOffset At, string? RemoteAddress) : MailMessage;

/// <summary>Tells somebody that the key on file for them could not be used, and that a link comes instead.</summary>
/// <param name="Kind">Which standard.</param>
/// <param name="Fingerprint">Of the key.</param>
/// <param name="ClientName">Whose credentials were to be encrypted.</param>
/// <param name="Why">What is wrong with the key, and what to do.</param>
public sealed record EncryptionKeyUnusable(EncryptionKind Kind, string Fingerprint, string ClientName, string Why)
    : MailMessage;

/// <summary>Tells the staff of a mail that nobody will try again: whose it was and why, never what it said.</summary>
/// <param name="Mail">Which.</param>
/// <param name="PartnerName">The partner that it concerns; null for none.</param>
/// <param name="FailedAt">When it was given up.</param>
public sealed record MailFailed(MailProblem Mail, string? PartnerName, DateTimeOffset FailedAt) : MailMessage;

/// <summary>Tells a partner's administrators of a new member.</summary>
public sealed record MemberAdded(Guid PartnerId, string PartnerName, string MemberName, string Role) : MailMessage;

/// <summary>Tells a partner's administrators, and the person, that a membership ended.</summary>
public sealed record MemberRemoved(Guid PartnerId, string PartnerName, string MemberName, string RemovedBy)
    : MailMessage;

/// <summary>Receipt for a visitor who applied.</summary>
public sealed record PartnerApplicationReceived(string Organisation) : MailMessage;

/// <summary>Tells the account managers that an application waits.</summary>
public sealed record PartnerApplicationSubmitted(string Organisation, string ContactName, string Purpose)
    : MailMessage;

/// <summary>Tells a visitor that the organisation does not become a partner, and why.</summary>
public sealed record PartnerApplicationDeclined(string Organisation, string Reason) : MailMessage;

/// <summary>Tells the staff that secrets which waited to be mailed must be issued again, because the keys are gone.</summary>
public sealed record MailSecretsLost : MailMessage;
