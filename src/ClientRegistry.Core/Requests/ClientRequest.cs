using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;

namespace ClientRegistry.Core.Requests;

/// <summary>
/// A proposal of client metadata (RFC 7591): for a new client, or for a change to a live one. It owns its transitions;
/// who may call them is asked by the use cases, and here again where the answer is part of the state.
/// </summary>
public sealed partial class ClientRequest : IVersioned
{
    private readonly List<RequestEvent> _timeline = [];

    private ClientRequest()
    {
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>What people call it and what stands in addresses; counts from 1.</summary>
    public int Number { get; internal set; }

    /// <summary>Whose it is.</summary>
    public Guid PartnerId { get; private set; }

    /// <summary>Whose it is, when loaded.</summary>
    public Partner? Partner { get; private set; }

    /// <summary>Where it stands.</summary>
    public ClientRequestState State { get; private set; }

    /// <summary>Since when it stands there.</summary>
    public DateTimeOffset StateSince { get; private set; }

    /// <summary>Where the client is to live.</summary>
    public ClientEnvironment Environment { get; private set; }

    /// <summary>What is proposed; as typed while it is a draft.</summary>
    public ClientMetadata Metadata { get; private set; } = new();

    /// <summary>What the client is for, for the reviewer.</summary>
    public string Purpose { get; private set; } = "";

    /// <summary>Why restricted scopes are needed; null when none was given.</summary>
    public string? Justification { get; private set; }

    /// <summary>The client it changes, or the one that came of it; null while there is none.</summary>
    public Guid? ClientRowId { get; private set; }

    /// <summary>That client, when loaded.</summary>
    public Client? Client { get; private set; }

    /// <summary>The live revision that the change was written against; null for a new client.</summary>
    public int? BaseRevision { get; private set; }

    /// <summary>Who began it.</summary>
    public Guid CreatedById { get; private set; }

    /// <summary>Who began it, when loaded.</summary>
    public User? CreatedBy { get; private set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When its content last changed.</summary>
    public DateTimeOffset EditedAt { get; private set; }

    /// <summary>Who submitted it last; null while nobody did. The credentials go to them.</summary>
    public Guid? SubmittedById { get; private set; }

    /// <summary>Who submitted it last, when loaded.</summary>
    public User? SubmittedBy { get; private set; }

    /// <summary>When it was submitted first; the start of the time a partner waits.</summary>
    public DateTimeOffset? FirstSubmittedAt { get; private set; }

    /// <summary>When it was submitted last.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>Who claimed it; null while nobody did.</summary>
    public Guid? ReviewerId { get; private set; }

    /// <summary>Who claimed it, when loaded.</summary>
    public User? Reviewer { get; private set; }

    /// <summary>Who gave the first of two approvals; null while nobody did or one is enough.</summary>
    public Guid? FirstApprovedById { get; private set; }

    /// <summary>Who decided; null while nobody did.</summary>
    public Guid? DecidedById { get; private set; }

    /// <summary>Who decided, when loaded.</summary>
    public User? DecidedBy { get; private set; }

    /// <summary>When it was decided; null while it is open.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The reason of the last decision that was not an approval.</summary>
    public string? DecisionReason { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>What happened so far, when loaded.</summary>
    public IReadOnlyList<RequestEvent> Timeline => _timeline;

    /// <summary>Whether it proposes a change to a client that was there before.</summary>
    public bool IsChange => BaseRevision is not null;

    /// <summary>Whether the partner may edit it.</summary>
    public bool IsEditable => State is ClientRequestState.Draft or ClientRequestState.ChangesRequested;

    /// <summary>Whether it waits for the staff.</summary>
    public bool IsUnderReview => State is ClientRequestState.Submitted or ClientRequestState.InReview;

    /// <summary>Whether nothing more can happen to it.</summary>
    public bool IsClosed =>
        State is ClientRequestState.Approved or ClientRequestState.Rejected or ClientRequestState.Withdrawn;
}
