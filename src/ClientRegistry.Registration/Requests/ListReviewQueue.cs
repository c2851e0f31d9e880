using System.Diagnostics.CodeAnalysis;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Whose requests the queue shows.</summary>
public enum QueueOwner
{
    /// <summary>Those that the reader may decide on as account manager: of their own partners and of the pool.</summary>
    Mine,

    /// <summary>Those of partners without an account manager.</summary>
    Pool,

    /// <summary>All.</summary>
    Everybody,
}

/// <summary>Lists what partners have submitted. What is open comes oldest first; what is not, newest first.</summary>
/// <param name="contexts">Makes the unit of work.</param>
[SuppressMessage("Naming", "CA1711", Justification = "It is what people call it.")]
public sealed class ListReviewQueue(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 25;

    /// <summary>What to list.</summary>
    public sealed record Input
    {
        /// <summary>In this state only; null for those that wait for the staff.</summary>
        public ClientRequestState? State { get; init; }

        /// <summary>Of this partner only; null for all.</summary>
        public Guid? PartnerId { get; init; }

        /// <summary>Whose; null for what fits the reader's role: an account manager's own, everybody's for the rest.</summary>
        public QueueOwner? Owner { get; init; }

        /// <summary>Of the partners of this account manager only; null for all. Goes before <see cref="Owner"/>.</summary>
        public Guid? AccountManagerId { get; init; }

        /// <summary>Which page; the first is 1, and one that does not exist is the nearest that does.</summary>
        public int Page { get; init; } = 1;
    }

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">Who reads: staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page with what the filters offer, or <c>forbidden</c>.</returns>
    public async Task<Outcome<ReviewQueuePage>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff) return RequestUnderReview.StaffOnly();

        await using var db = await contexts.CreateDbContextAsync(ct);
        var requests = Filter(db.ClientRequests.AsNoTracking(), input, actor);
        var total = await requests.CountAsync(ct);
        var page = Math.Clamp(input.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var isOpen = input.State is null or ClientRequestState.Submitted or ClientRequestState.InReview;
        var ordered = isOpen
            ? requests.OrderBy(r => r.SubmittedAt).ThenBy(r => r.Number)
            : requests.OrderByDescending(r => r.StateSince).ThenByDescending(r => r.Number);
        var rows = await ordered.Skip((page - 1) * PageSize).Take(PageSize)
            .Select(r => new
            {
                r.Number, r.Metadata, r.Environment, r.State, r.StateSince, r.SubmittedAt, r.BaseRevision,
                PartnerName = r.Partner!.Name,
                ManagerName = r.Partner.AccountManager!.Name,
                SubmitterName = r.SubmittedBy!.Name,
                ReviewerName = r.Reviewer!.Name,
            })
            .ToListAsync(ct);
        var items = rows.Select(r => new QueuedRequest(
            r.Number, r.Metadata.ClientName, r.PartnerName, r.ManagerName, r.Environment, r.State, r.StateSince,
            r.SubmittedAt ?? r.StateSince, r.BaseRevision is not null, r.SubmitterName, r.ReviewerName));
        return new ReviewQueuePage(
            new Paged<QueuedRequest>([.. items], total, page, PageSize),
            await ChoicesAsync(db.Partners.Select(p => new Choice(p.Id, p.Name)), ct),
            await ChoicesAsync(
                db.Users.Where(u => u.DisabledAt == null && db.Partners.Any(p => p.AccountManagerId == u.Id))
                    .Select(u => new Choice(u.Id, u.Name)),
                ct));
    }

    /// <summary>What the queue shows somebody who has not chosen.</summary>
    /// <param name="actor">Who reads.</param>
    public static QueueOwner UsualOwner(Actor actor) =>
        actor.StaffRole is StaffRole.AccountManager ? QueueOwner.Mine : QueueOwner.Everybody;

    private static IQueryable<ClientRequest> Filter(IQueryable<ClientRequest> requests, Input input, Actor actor)
    {
        // A draft is its writers' own.
        requests = input.State is { } state
            ? requests.Where(r => r.State == state && r.State != ClientRequestState.Draft)
            : requests.Where(r => r.State == ClientRequestState.Submitted || r.State == ClientRequestState.InReview);
        if (input.PartnerId is { } partner) requests = requests.Where(r => r.PartnerId == partner);
        if (input.AccountManagerId is { } manager) return requests.Where(r => r.Partner!.AccountManagerId == manager);
        return (input.Owner ?? UsualOwner(actor)) switch
        {
            QueueOwner.Mine => requests.Where(
                r => r.Partner!.AccountManagerId == null || r.Partner.AccountManagerId == actor.UserId),
            QueueOwner.Pool => requests.Where(r => r.Partner!.AccountManagerId == null),
            _ => requests,
        };
    }

    private static async Task<IReadOnlyList<Choice>> ChoicesAsync(IQueryable<Choice> choices, CancellationToken ct) =>
        [.. (await choices.ToListAsync(ct)).OrderBy(c => c.Name, StringComparer.CurrentCultureIgnoreCase)];
}

/// <summary>A page of the queue with what its filters offer.</summary>
/// <param name="Requests">The page.</param>
/// <param name="Partners">To filter by.</param>
/// <param name="AccountManagers">To filter by.</param>
public sealed record ReviewQueuePage(
    Paged<QueuedRequest> Requests, IReadOnlyList<Choice> Partners, IReadOnlyList<Choice> AccountManagers);

/// <summary>Something to choose from a list.</summary>
/// <param name="Id">Row key.</param>
/// <param name="Name">What people read.</param>
public sealed record Choice(Guid Id, string Name);

/// <summary>A request in the queue.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="ClientName">The client's name.</param>
/// <param name="PartnerName">Whose it is.</param>
/// <param name="AccountManagerName">Who looks after the partner; null for the pool.</param>
/// <param name="Environment">Where the client is to live.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateSince">Since when it stands there.</param>
/// <param name="SubmittedAt">When it was submitted last; its age counts from then.</param>
/// <param name="IsChange">Whether it changes a client that was there before.</param>
/// <param name="SubmitterName">Who submitted it; null while nobody did.</param>
/// <param name="ReviewerName">Who claimed it; null while nobody did.</param>
public sealed record QueuedRequest(
    int Number,
    string ClientName,
    string PartnerName,
    string? AccountManagerName,
    ClientEnvironment Environment,
    ClientRequestState State,
    DateTimeOffset StateSince,
    DateTimeOffset SubmittedAt,
    bool IsChange,
    string? SubmitterName,
    string? ReviewerName);
