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
public sealed class OutgoingMail : IVersioned
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

    /// <summary>A server took it. The secret is wiped.</summary>
    /// <param name="leaseId">The claim under which it was sent.</param>
    /// <param name="answer">The server's words.</param>
    /// <param name="now">The present.</param>
    /// <returns>The attempt; <c>conflict</c> when that claim no longer holds the mail.</returns>
    public Outcome<MailAttempt> Accept(Guid leaseId, string answer, DateTimeOffset now)
    {
        var attempt = End(leaseId, MailState.Sent, accepted: true, answer, now);
        if (!attempt.Succeeded) return attempt;

        SentAt = now;
        ProtectedSecret = null;
        return attempt;
    }

    /// <summary>It did not work now; this mail will be tried again later.</summary>
    /// <param name="leaseId">The claim under which it was tried.</param>
    /// <param name="answer">What the server, or the way to it, answered.</param>
    /// <param name="dueAt">When to try again.</param>
    /// <param name="now">The present.</param>
    /// <returns>The attempt; <c>conflict</c> when that claim no longer holds the mail.</returns>
    public Outcome<MailAttempt> RetryLater(Guid leaseId, string answer, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var attempt = End(leaseId, MailState.Due, accepted: false, answer, now);
        if (!attempt.Succeeded) return attempt;

        Deferrals++;
        DueAt = dueAt;
        return attempt;
    }

    /// <summary>It did not work, through no fault of this mail: it keeps its place in the queue.</summary>
    /// <param name="leaseId">The claim under which it was tried.</param>
    /// <param name="answer">What the server, or the way to it, answered.</param>
    /// <param name="now">The present.</param>
    /// <returns>The attempt; <c>conflict</c> when that claim no longer holds the mail.</returns>
    public Outcome<MailAttempt> PutBack(Guid leaseId, string answer, DateTimeOffset now) =>
        End(leaseId, MailState.Due, accepted: false, answer, now);

    /// <summary>It cannot be delivered; a person has to act.</summary>
    /// <param name="leaseId">The claim under which it was tried.</param>
    /// <param name="answer">The cause, in the server's words where it has any.</param>
    /// <param name="now">The present.</param>
    /// <returns>The attempt; <c>conflict</c> when that claim no longer holds the mail.</returns>
    public Outcome<MailAttempt> Fail(Guid leaseId, string answer, DateTimeOffset now) =>
        End(leaseId, MailState.Failed, accepted: false, answer, now);

    /// <summary>Its secret cannot be read, because the keys are gone: what it brings must be issued anew. The secret stays
    /// as it is: it is worth nothing without the keys, and should they be found it can be sent again.</summary>
    /// <param name="now">The present.</param>
    /// <returns>Whether it waited; one that a worker has in hand is left to that worker.</returns>
    public bool LoseKeys(DateTimeOffset now)
    {
        if (State != MailState.Due && (State != MailState.Sending || LeaseUntil >= now)) return false;

        State = MailState.Failed;
        EndLease();
        LastAnswer = KeysLost;
        _attempts.Add(new MailAttempt(Id, accepted: false, KeysLost, now));
        return true;
    }

    /// <summary>Another mail goes out in its place. The secret is wiped.</summary>
    /// <param name="leaseId">The claim under which it was to be sent.</param>
    /// <param name="answer">Why.</param>
    /// <param name="now">The present.</param>
    /// <returns>The attempt; <c>conflict</c> when that claim no longer holds the mail.</returns>
    public Outcome<MailAttempt> GiveWay(Guid leaseId, string answer, DateTimeOffset now)
    {
        var attempt = End(leaseId, MailState.Cancelled, accepted: false, answer, now);
        if (attempt.Succeeded) ProtectedSecret = null;
        return attempt;
    }

    /// <summary>Decides that it shall not go out. The secret is wiped.</summary>
    /// <param name="now">The present.</param>
    /// <returns><c>wrong_state</c> when it is sent, cancelled or just being sent.</returns>
    public Outcome<Done> Cancel(DateTimeOffset now)
    {
        switch (State)
        {
            case MailState.Sent:
                return new RegistryError(ErrorCodes.WrongState, "This mail is sent already; it cannot be called back.");
            case MailState.Cancelled:
                return new RegistryError(ErrorCodes.WrongState, "This mail is cancelled already.");
            case MailState.Sending when LeaseUntil >= now:
                return new RegistryError(
                    ErrorCodes.WrongState, "This mail is being sent at this moment. Look again in a minute.");
        }

        State = MailState.Cancelled;
        ProtectedSecret = null;
        EndLease();
        return new Done();
    }

    /// <summary>Takes it back because what it brings is void. The secret is wiped.</summary>
    /// <param name="why">Why, for those who look for it.</param>
    /// <returns>Whether there was anything to take back.</returns>
    public bool Withdraw(string why)
    {
        if (State is MailState.Sent or MailState.Cancelled) return false;

        LastAnswer = State == MailState.Sending ? $"{why} It was being sent at that moment and may have gone out." : why;
        State = MailState.Cancelled;
        ProtectedSecret = null;
        EndLease();
        return true;
    }

    /// <summary>Owes it once more, due at once, under the same Message-ID.</summary>
    /// <param name="now">The present.</param>
    /// <returns><c>wrong_state</c> when it waits or is being sent anyway, or when its secret was wiped.</returns>
    public Outcome<Done> Resend(DateTimeOffset now)
    {
        if (State is MailState.Sending)
            return new RegistryError(ErrorCodes.WrongState, "This mail is being sent at this moment.");
        if (!IsComplete)
        {
            return new RegistryError(
                ErrorCodes.WrongState,
                "The secret of this mail is wiped, so the mail cannot be sent again. Issue a new secret, link or "
                + "invitation instead: it brings its own mail.");
        }

        State = MailState.Due;
        Deferrals = 0;
        OwedSince = now;
        DueAt = now;
        return new Done();
    }

    private static RegistryError LeaseLost { get; } =
        new(ErrorCodes.Conflict, "Another worker has taken this mail over.");

    private Outcome<MailAttempt> End(
        Guid leaseId, MailState state, bool accepted, string answer, DateTimeOffset now)
    {
        if (State != MailState.Sending || LeaseId != leaseId) return LeaseLost;

        State = state;
        EndLease();
        AttemptCount++;
        LastAnswer = answer.Length <= AnswerLength ? answer : answer[..AnswerLength];
        var attempt = new MailAttempt(Id, accepted, LastAnswer, now);
        _attempts.Add(attempt);
        return attempt;
    }

    private void EndLease()
    {
        LeaseId = null;
        LeaseUntil = null;
    }
}
