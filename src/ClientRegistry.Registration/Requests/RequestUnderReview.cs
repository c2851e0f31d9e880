using System.Globalization;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>What every decision begins and ends with: load it for somebody who may decide, and say who was first.</summary>
internal static class RequestUnderReview
{
    /// <summary>Loads a request, with all a decision needs, for somebody who may decide on it.</summary>
    /// <param name="db">The decision's unit of work.</param>
    /// <param name="number">The request.</param>
    /// <param name="actor">Who wants to decide.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The request, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>.</returns>
    public static async Task<Outcome<ClientRequest>> LoadAsync(
        RegistryDbContext db, int number, Actor actor, CancellationToken ct)
    {
        var request = await Query(db).SingleOrDefaultAsync(r => r.Number == number, ct);
        if (request is null || !actor.MayRead(request.PartnerId))
            return new RegistryError(ErrorCodes.NotFound, $"There is no request {number}.");
        if (!actor.MayManage(request.Partner!.AccountManagerId)) return Forbidden(request.Partner);

        return request.IsUnderReview
            ? request
            : new RegistryError(ErrorCodes.WrongState, WhatHappened(request));
    }

    /// <summary>Requests with all a decision needs.</summary>
    /// <param name="db">The unit of work.</param>
    public static IQueryable<ClientRequest> Query(RegistryDbContext db) => db.ClientRequests
        .Include(r => r.Partner).ThenInclude(p => p!.Members).ThenInclude(m => m.User)
        .Include(r => r.Partner).ThenInclude(p => p!.AccountManager)
        .Include(r => r.SubmittedBy)
        .Include(r => r.Client).ThenInclude(c => c!.Revisions)
        .Include(r => r.Timeline)
        .AsSplitQuery();

    /// <summary>The answer to somebody who is not of the staff.</summary>
    public static RegistryError StaffOnly() => new(
        ErrorCodes.Forbidden,
        "Reviewing is for the staff: account managers decide, administrators too, auditors read. Your own requests are "
            + "in your list of requests.");

    /// <summary>Names the role that is missing and who holds it.</summary>
    /// <param name="partner">The partner with its account manager loaded.</param>
    public static RegistryError Forbidden(Partner partner) => new(
        ErrorCodes.Forbidden,
        partner.AccountManager is { } manager
            ? $"Only the account manager of {partner.Name}, {manager.Name} ({manager.Email}), or an administrator decides "
                + "on this request."
            : $"{partner.Name} has no account manager of its own: any account manager or administrator decides on this "
                + "request, and you are neither.");

    /// <summary>After a save that lost: who was first, by the database as it is now.</summary>
    /// <param name="contexts">Makes another context; the losing one holds stale rows.</param>
    /// <param name="number">The request.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<RegistryError> LostAsync(
        IDbContextFactory<RegistryDbContext> contexts, int number, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var request = await db.ClientRequests.AsNoTracking().Include(r => r.Timeline).SingleAsync(r => r.Number == number, ct);
        return request.IsUnderReview
            ? new RegistryError(
                ErrorCodes.Conflict, $"{WhatHappened(request)} Look at the request again before you decide.")
            : new RegistryError(ErrorCodes.Conflict, WhatHappened(request));
    }

    /// <summary>How a request came to be where it is, in one sentence: who, what, when.</summary>
    /// <param name="request">The request with its timeline loaded.</param>
    public static string WhatHappened(ClientRequest request)
    {
        var step = request.Timeline.Where(e => LeadsTo(e.Kind) == request.State).MaxBy(e => e.At);
        if (step is null) return $"Request {request.Number} is {request.State.InWords()}.";

        var at = step.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{step.ActorName} {InWords(step.Kind)} request {request.Number} at {at} UTC.";
    }

    private static ClientRequestState? LeadsTo(RequestEventKind kind) => kind switch
    {
        RequestEventKind.Drafted => ClientRequestState.Draft,
        RequestEventKind.Submitted => ClientRequestState.Submitted,
        RequestEventKind.Claimed or RequestEventKind.FirstApproved => ClientRequestState.InReview,
        RequestEventKind.ChangesRequested => ClientRequestState.ChangesRequested,
        RequestEventKind.Approved => ClientRequestState.Approved,
        RequestEventKind.Rejected => ClientRequestState.Rejected,
        RequestEventKind.Withdrawn => ClientRequestState.Withdrawn,
        _ => null,
    };

    private static string InWords(RequestEventKind kind) => kind switch
    {
        RequestEventKind.Drafted => "began",
        RequestEventKind.Withdrawn => "withdrew",
        RequestEventKind.ChangesRequested => "asked for changes to",
        RequestEventKind.FirstApproved => "gave the first approval to",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
