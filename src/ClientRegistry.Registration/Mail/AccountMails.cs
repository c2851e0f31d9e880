using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Registration.Mail;

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
