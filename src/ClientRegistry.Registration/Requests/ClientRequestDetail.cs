using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;

namespace ClientRegistry.Registration.Requests;

/// <summary>All there is to read of a request, for the partner's page and for the reviewer's.</summary>
public sealed record ClientRequestDetail
{
    /// <summary>What people call it.</summary>
    public required int Number { get; init; }

    /// <summary>Goes with the next save or submission, which is refused when somebody else saved in between.</summary>
    public required Guid Version { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid PartnerId { get; init; }

    /// <summary>The partner's name.</summary>
    public required string PartnerName { get; init; }

    /// <summary>Whether the partner's secrets travel by claim link only.</summary>
    public required bool RequiresClaimLink { get; init; }

    /// <summary>The partner's account manager; null when it belongs to the pool.</summary>
    public required Person? AccountManager { get; init; }

    /// <summary>Where it stands.</summary>
    public required ClientRequestState State { get; init; }

    /// <summary>Since when it stands there.</summary>
    public required DateTimeOffset StateSince { get; init; }

    /// <summary>Who of the staff has it or is asked to take it; empty while the partner has it and when it is closed.</summary>
    public required IReadOnlyList<Person> Reviewers { get; init; }

    /// <summary>Where the client is to live.</summary>
    public required ClientEnvironment Environment { get; init; }

    /// <summary>What is proposed.</summary>
    public required ClientMetadata Metadata { get; init; }

    /// <summary>What the client is now, for a change; null for a new client.</summary>
    public required ClientMetadata? LiveMetadata { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>Why restricted scopes are needed; null when none was given.</summary>
    public required string? Justification { get; init; }

    /// <summary>Protocol identifier of the client that it changes or that came of it; null while there is none.</summary>
    public required string? ClientId { get; init; }

    /// <summary>The live revision that a change was written against; null for a new client.</summary>
    public required int? BaseRevision { get; init; }

    /// <summary>Who began it.</summary>
    public required Person CreatedBy { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its content last changed.</summary>
    public required DateTimeOffset EditedAt { get; init; }

    /// <summary>Who submitted it last; null while nobody did.</summary>
    public required Person? SubmittedBy { get; init; }

    /// <summary>When it was submitted first; null while it was not.</summary>
    public required DateTimeOffset? FirstSubmittedAt { get; init; }

    /// <summary>When it was submitted last; null while it was not.</summary>
    public required DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Who claimed it; null while nobody did.</summary>
    public required Person? Reviewer { get; init; }

    /// <summary>Who gave the first of two approvals; null while nobody did or one is enough.</summary>
    public required Guid? FirstApprovedById { get; init; }

    /// <summary>Who decided; null while nobody did.</summary>
    public required Person? DecidedBy { get; init; }

    /// <summary>When it was decided; null while it is open.</summary>
    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What the staff said last that was not an approval.</summary>
    public required string? DecisionReason { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<RequestStep> Timeline { get; init; }

    /// <summary>Whether it proposes a change to a client that was there before.</summary>
    public bool IsChange => BaseRevision is not null;

    /// <summary>Who gave it back last, as they were called then; null while nobody did. Not always who claimed it.</summary>
    public string? ChangesAskedBy => Timeline.LastOrDefault(s => s.Kind == RequestEventKind.ChangesRequested)?.ActorName;

    /// <summary>Whether the partner has it and may edit it.</summary>
    public bool IsEditable => State is ClientRequestState.Draft or ClientRequestState.ChangesRequested;

    /// <summary>Whether it waits for the staff.</summary>
    public bool IsUnderReview => State is ClientRequestState.Submitted or ClientRequestState.InReview;

    /// <summary>Whether nothing more can happen to it.</summary>
    public bool IsClosed => !IsEditable && !IsUnderReview;

    /// <summary>What was typed, to go on with.</summary>
    public ClientRequestForm ToForm() => ClientRequestForm.Of(Environment, Metadata, Purpose, Justification);
}

/// <summary>One entry of the timeline.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="ActorName">Who did it, as they were called then.</param>
/// <param name="ByStaff">Whether they are not of the partner.</param>
/// <param name="Text">A comment or a reason; null where there is none.</param>
/// <param name="At">When.</param>
public sealed record RequestStep(RequestEventKind Kind, string ActorName, bool ByStaff, string? Text, DateTimeOffset At)
{
    /// <summary>Whether the same happened to the request before. Default false.</summary>
    public bool IsRepeated { get; init; }
}
