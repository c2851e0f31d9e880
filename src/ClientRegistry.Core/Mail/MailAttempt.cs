namespace ClientRegistry.Core.Mail;

/// <summary>One attempt to hand a mail to a server.</summary>
public sealed class MailAttempt
{
    private MailAttempt()
    {
    }

    internal MailAttempt(Guid mailId, bool accepted, string answer, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        MailId = mailId;
        Accepted = accepted;
        Answer = answer;
        At = now;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The mail.</summary>
    public Guid MailId { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Whether the server took it.</summary>
    public bool Accepted { get; private set; }

    /// <summary>What the server, or the way to it, answered.</summary>
    public string Answer { get; private set; } = "";
}
