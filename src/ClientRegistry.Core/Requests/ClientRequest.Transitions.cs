using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;

namespace ClientRegistry.Core.Requests;

// What can happen to it: each step asks whether it fits the state, and takes it.
public sealed partial class ClientRequest
{
    /// <summary>Begins a request for a new client.</summary>
    /// <param name="partnerId">Whose it is.</param>
    /// <param name="actor">Who begins it.</param>
    /// <param name="now">The present.</param>
    public static ClientRequest ForNewClient(Guid partnerId, Actor actor, DateTimeOffset now)
    {
        var request = new ClientRequest
        {
            Id = Guid.CreateVersion7(now),
            PartnerId = partnerId,
            CreatedById = actor.UserId ?? throw new ArgumentException("A request is begun by a person.", nameof(actor)),
            CreatedAt = now,
            EditedAt = now,
            StateSince = now,
        };
        request.Tell(RequestEventKind.Drafted, actor, null, now);
        return request;
    }

    /// <summary>Begins a request that changes a live client, from what it is now.</summary>
    /// <param name="client">The client with its live revision loaded.</param>
    /// <param name="actor">Who begins it.</param>
    /// <param name="now">The present.</param>
    public static ClientRequest ForChange(Client client, Actor actor, DateTimeOffset now)
    {
        var request = ForNewClient(client.PartnerId, actor, now);
        request.ClientRowId = client.Id;
        request.BaseRevision = client.Revision;
        request.Environment = client.Environment;
        request.Metadata = client.LiveMetadata;
        return request;
    }

    /// <summary>Keeps what the partner typed, right or wrong.</summary>
    /// <param name="environment">Where the client is to live; ignored for a change, whose client lives somewhere.</param>
    /// <param name="metadata">What is proposed.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="justification">Why restricted scopes are needed.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Edit(
        ClientEnvironment environment,
        ClientMetadata metadata,
        string purpose,
        string? justification,
        DateTimeOffset now)
    {
        if (!IsEditable) return Refuse("edited");

        if (!IsChange) Environment = environment;
        Metadata = metadata;
        Purpose = purpose;
        Justification = justification;
        EditedAt = now;
        return new Done();
    }

    /// <summary>Hands it to the staff. Its content has passed the validators.</summary>
    /// <param name="actor">Who submits.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Submit(Actor actor, DateTimeOffset now)
    {
        if (!IsEditable) return Refuse("submitted");

        SubmittedById = actor.UserId;
        SubmittedAt = now;
        FirstSubmittedAt ??= now;
        ReviewerId = null;
        FirstApprovedById = null;
        return Enter(ClientRequestState.Submitted, RequestEventKind.Submitted, actor, null, now);
    }

    /// <summary>Takes it back.</summary>
    /// <param name="actor">Who does.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Withdraw(Actor actor, DateTimeOffset now) => IsClosed
        ? Refuse("withdrawn")
        : Enter(ClientRequestState.Withdrawn, RequestEventKind.Withdrawn, actor, null, now);

    /// <summary>Takes it into review, or over from another reviewer.</summary>
    /// <param name="actor">Who reviews from now on.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Claim(Actor actor, DateTimeOffset now)
    {
        if (MayNotDecide(actor, "claimed") is { } refusal) return refusal;
        if (State == ClientRequestState.InReview && ReviewerId == actor.UserId)
            return new RegistryError(ErrorCodes.WrongState, "You have claimed this request already.");

        ReviewerId = actor.UserId;
        return Enter(ClientRequestState.InReview, RequestEventKind.Claimed, actor, null, now);
    }

    /// <summary>
    /// Gives one approval. Where two are needed, the first leaves the request in review; the second, by somebody else,
    /// decides.
    /// </summary>
    /// <param name="actor">Who approves.</param>
    /// <param name="needsSecondApprover">Whether a restricted scope asks for two people.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether the request is decided now.</returns>
    public Outcome<ApprovalStep> Approve(Actor actor, bool needsSecondApprover, DateTimeOffset now)
    {
        if (MayNotDecide(actor, "approved") is { } refusal) return refusal;

        if (needsSecondApprover && FirstApprovedById is null)
        {
            FirstApprovedById = actor.UserId;
            ReviewerId ??= actor.UserId;
            Enter(ClientRequestState.InReview, RequestEventKind.FirstApproved, actor, null, now);
            return ApprovalStep.NeedsSecondApprover;
        }

        if (needsSecondApprover && FirstApprovedById == actor.UserId)
        {
            return new RegistryError(
                ErrorCodes.Forbidden,
                "You gave the first approval. A restricted scope needs a second person: ask a colleague to approve.");
        }

        Decide(ClientRequestState.Approved, RequestEventKind.Approved, actor, null, now);
        return ApprovalStep.Decided;
    }

    /// <summary>Notes the client that came of the approval.</summary>
    /// <param name="client">The client.</param>
    public void Yield(Client client) => ClientRowId = client.Id;

    /// <summary>Refuses it for good.</summary>
    /// <param name="reason">Why; the partner is told.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Reject(string reason, Actor actor, DateTimeOffset now) =>
        MayNotDecide(actor, "rejected") is { } refusal
            ? refusal
            : Decide(ClientRequestState.Rejected, RequestEventKind.Rejected, actor, reason, now);

    /// <summary>Gives it back to the partner with its answers kept.</summary>
    /// <param name="what">What to change and why; the partner is told.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> RequestChanges(string what, Actor actor, DateTimeOffset now)
    {
        if (MayNotDecide(actor, "given back") is { } refusal) return refusal;

        DecisionReason = what;
        FirstApprovedById = null;
        return Enter(ClientRequestState.ChangesRequested, RequestEventKind.ChangesRequested, actor, what, now);
    }

    /// <summary>Takes the client's live revision as the one that the change is written against from now on.</summary>
    /// <param name="client">The client it changes.</param>
    /// <exception cref="InvalidOperationException">It does not change that client.</exception>
    public void Rebase(Client client)
    {
        if (!IsChange || client.Id != ClientRowId)
            throw new InvalidOperationException("Only a change is written against a revision, and only of its own client.");
        BaseRevision = client.Revision;
    }

    /// <summary>Adds a remark that both sides read.</summary>
    /// <param name="text">The remark.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="now">The present.</param>
    public void Comment(string text, Actor actor, DateTimeOffset now) =>
        Tell(RequestEventKind.Commented, actor, text, now);

    private RegistryError? MayNotDecide(Actor actor, string verb)
    {
        if (!IsUnderReview) return Refuse(verb);
        return actor.UserId is null || actor.UserId == SubmittedById || actor.UserId == CreatedById
            ? new RegistryError(
                ErrorCodes.Forbidden, "Nobody decides on a request of their own. Ask another account manager to review it.")
            : null;
    }

    private Outcome<Done> Decide(
        ClientRequestState state, RequestEventKind kind, Actor actor, string? reason, DateTimeOffset now)
    {
        DecidedById = actor.UserId;
        DecidedAt = now;
        DecisionReason = reason;
        ReviewerId ??= actor.UserId;
        return Enter(state, kind, actor, reason, now);
    }

    private Outcome<Done> Enter(
        ClientRequestState state, RequestEventKind kind, Actor actor, string? text, DateTimeOffset now)
    {
        State = state;
        StateSince = now;
        Tell(kind, actor, text, now);
        return new Done();
    }

    private void Tell(RequestEventKind kind, Actor actor, string? text, DateTimeOffset now) =>
        _timeline.Add(new RequestEvent(Id, kind, actor.UserId, actor.Name, text, now));

    private RegistryError Refuse(string verb) => new(
        ErrorCodes.WrongState, $"Request {Number} is {State.InWords()} and cannot be {verb} any more.");
}
