using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Lists the requests of the reader's partner, the newest first.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class ListMyRequests(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 20;

    /// <summary>What to list.</summary>
    /// <param name="State">In this state only; null for all.</param>
    /// <param name="Page">Which page; the first is 1, and one that does not exist is the nearest that does.</param>
    public sealed record Input(ClientRequestState? State = null, int Page = 1);

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">Who reads: a member of a partner.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<Paged<MyRequest>>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (actor.PartnerId is not { } partnerId) return RequestOfPartner.MembersOnly();

        await using var db = await contexts.CreateDbContextAsync(ct);
        var requests = db.ClientRequests.AsNoTracking().Where(r => r.PartnerId == partnerId);
        if (input.State is { } state) requests = requests.Where(r => r.State == state);

        var total = await requests.CountAsync(ct);
        var page = Math.Clamp(input.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await requests.OrderByDescending(r => r.Number)
            .Skip((page - 1) * PageSize).Take(PageSize)
            .Select(r => new
            {
                r.Number, r.Metadata, r.Environment, r.State, r.StateSince, r.BaseRevision,
                CreatedBy = r.CreatedBy!.Name,
                ReviewerName = r.Reviewer!.Name,
            })
            .ToListAsync(ct);
        return new Paged<MyRequest>(
            [
                .. rows.Select(r => new MyRequest(
                    r.Number, r.Metadata.ClientName, r.Environment, r.State, r.StateSince, r.BaseRevision is not null,
                    r.CreatedBy, r.ReviewerName)),
            ],
            total, page, PageSize);
    }
}

/// <summary>A request in its partner's list.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="ClientName">The client's name; empty while none was given.</param>
/// <param name="Environment">Where the client is to live.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateSince">Since when.</param>
/// <param name="IsChange">Whether it changes a client that was there before.</param>
/// <param name="CreatedByName">Who began it.</param>
/// <param name="ReviewerName">Who of the staff claimed it; null while nobody did.</param>
public sealed record MyRequest(
    int Number,
    string ClientName,
    ClientEnvironment Environment,
    ClientRequestState State,
    DateTimeOffset StateSince,
    bool IsChange,
    string CreatedByName,
    string? ReviewerName);
