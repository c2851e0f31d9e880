namespace ClientRegistry.Core.Mail;

// What can happen to it. Who tried to send it must still hold the lease.
public sealed partial class OutgoingMail
{
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
