namespace ClientRegistry.Registration.Mail;

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
