using System.Text.Json.Serialization;

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
