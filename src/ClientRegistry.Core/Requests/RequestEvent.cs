namespace ClientRegistry.Core.Requests;

/// <summary>An entry of a request's timeline. Never changed.</summary>
public sealed class RequestEvent
{
    private RequestEvent()
    {
    }

    internal RequestEvent(
        Guid requestId, RequestEventKind kind, Guid? actorId, string actorName, string? text, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        RequestId = requestId;
        Kind = kind;
        ActorId = actorId;
        ActorName = actorName;
        Text = text;
        At = now;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The request.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>What it tells.</summary>
    public RequestEventKind Kind { get; private set; }

    /// <summary>Whose account; null for none.</summary>
    public Guid? ActorId { get; private set; }

    /// <summary>What they were called then.</summary>
    public string ActorName { get; private set; } = "";

    /// <summary>A comment or a reason; null where there is none.</summary>
    public string? Text { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }
}
