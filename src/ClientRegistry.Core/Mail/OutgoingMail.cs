using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Mail;

/// <summary>Where an owed mail stands.</summary>
public enum MailState
{
    /// <summary>Waits for its time.</summary>
    Due,

    /// <summary>A worker holds its lease.</summary>
    Sending,

    /// <summary>A mail server accepted it.</summary>
    Sent,

    /// <summary>It cannot be delivered; a person has to act.</summary>
    Failed,

    /// <summary>A person decided that it shall not go out.</summary>
    Cancelled,
}

/// <summary>
/// A mail the registry owes somebody, committed with the deed that owes it. It goes out at least once, always under the
/// same Message-ID (RFC 5322 section 3.6.4). A secret in it is encrypted, and wiped once a server accepted the mail.
/// </summary>
/// <remarks>
/// A worker takes it with a conditional update in the database that writes <see cref="LeaseId"/>; whoever reports on an
/// attempt names that lease, so that a worker whose lease was taken over cannot write anything.
/// </remarks>
public sealed partial class OutgoingMail : IVersioned
{
    /// <summary>The longest answer that is kept.</summary>
    public const int AnswerLength = 1000;

    /// <summary>The cause of a failure that no mail server has to do with.</summary>
    public const string KeysLost =
        "Keys lost: issue again. The Data Protection keys that encrypted the secret of this mail are gone.";

    private readonly List<MailAttempt> _attempts = [];

    private OutgoingMail()
    {
    }

    /// <summary>Owes a mail, due at once.</summary>
    /// <param name="kind">Which message it is.</param>
    /// <param name="recipientAddress">To whom.</param>
    /// <param name="recipientName">How they are called.</param>
    /// <param name="payload">The message's data as JSON, without any secret.</param>
    /// <param name="protectedSecret">What must not be readable in the database, encrypted; null for none.</param>
    /// <param name="messageIdDomain">Right-hand side of the Message-ID.</param>
    /// <param name="now">The present.</param>
    /// <param name="id">Row key; null for a new one.</param>
    public OutgoingMail(
        string kind,
        string recipientAddress,
        string recipientName,
        string payload,
        string? protectedSecret,
        string messageIdDomain,
        DateTimeOffset now,
        Guid? id = null)
    {
        Id = id ?? Guid.CreateVersion7(now);
        Kind = kind;
        RecipientAddress = recipientAddress;
        RecipientName = recipientName;
        Payload = payload;
        ProtectedSecret = protectedSecret;
        CarriesSecret = protectedSecret is not null;
        MessageId = $"{Id:N}@{messageIdDomain}";
        CreatedAt = now;
        OwedSince = now;
        DueAt = now;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Which message it is.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>To whom.</summary>
    public string RecipientAddress { get; private set; } = "";

    /// <summary>How they are called.</summary>
    public string RecipientName { get; private set; } = "";

    /// <summary>The message's data as JSON, without any secret.</summary>
    public string Payload { get; private set; } = "";

    /// <summary>The secret part, encrypted; null when there is none or it was wiped.</summary>
    public string? ProtectedSecret { get; private set; }

    /// <summary>Whether a secret belongs to it, wiped or not.</summary>
    public bool CarriesSecret { get; private set; }

    /// <summary>Without angle brackets; the same at every attempt.</summary>
    public string MessageId { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public MailState State { get; private set; }

    /// <summary>When it came to be owed.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when it is being tried: its creation, or the last time somebody asked to send it again.</summary>
    public DateTimeOffset OwedSince { get; private set; }

    /// <summary>Not before this time.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Which claim holds it; null when none does.</summary>
    public Guid? LeaseId { get; private set; }

    /// <summary>Until when that claim holds; afterwards another worker may take over.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int AttemptCount { get; private set; }

    /// <summary>How often it was put off for a reason of its own since <see cref="OwedSince"/>.</summary>
    public int Deferrals { get; private set; }

    /// <summary>When a server accepted it; null while none did.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>What the last attempt came to, in the server's own words; null before the first.</summary>
    public string? LastAnswer { get; private set; }

    /// <summary>The request it is about; null for none.</summary>
    public Guid? RequestId { get; set; }

    /// <summary>The client it is about; null for none.</summary>
    public Guid? ClientRowId { get; set; }

    /// <summary>The partner it is about; null for none.</summary>
    public Guid? PartnerId { get; set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>Each attempt, when loaded.</summary>
    public IReadOnlyList<MailAttempt> Attempts => _attempts;

    /// <summary>Whether it could be sent once more: its secret, if one belongs to it, is still there.</summary>
    public bool IsComplete => !CarriesSecret || ProtectedSecret is not null;
}
