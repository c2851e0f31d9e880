using ClientRegistry.Registration.Mail.Administration;

namespace ClientRegistry.Registration.Mail;

/// <summary>Tells the staff of a mail that nobody will try again: whose it was and why, never what it said.</summary>
/// <param name="Mail">Which.</param>
/// <param name="PartnerName">The partner that it concerns; null for none.</param>
/// <param name="FailedAt">When it was given up.</param>
public sealed record MailFailed(MailProblem Mail, string? PartnerName, DateTimeOffset FailedAt) : MailMessage;

/// <summary>Tells the staff that secrets which waited to be mailed must be issued again, because the keys are gone.</summary>
public sealed record MailSecretsLost : MailMessage;
