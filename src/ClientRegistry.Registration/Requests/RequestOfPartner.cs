using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>What each step of the partner begins with: load the request for somebody whose partner it is.</summary>
internal static class RequestOfPartner
{
    /// <summary>Loads a request with its partner and account manager for a member of that partner.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="number">The request.</param>
    /// <param name="actor">Who wants to act.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The request, or <c>not_found</c>, <c>forbidden</c>.</returns>
    public static async Task<Outcome<ClientRequest>> LoadAsync(
        RegistryDbContext db, int number, Actor actor, CancellationToken ct)
    {
        var request = await db.ClientRequests
            .Include(r => r.Partner).ThenInclude(p => p!.AccountManager)
            .Include(r => r.CreatedBy)
            .SingleOrDefaultAsync(r => r.Number == number, ct);
        if (request is null || !actor.MayRead(request.PartnerId)) return NotFound(number);

        return actor.IsMemberOf(request.PartnerId)
            ? request
            : new RegistryError(
                ErrorCodes.Forbidden,
                $"Only members of {request.Partner!.Name} may do this. {Person.Of(request.CreatedBy)} began the request.");
    }

    /// <summary>The answer for what is not there and for what belongs to another partner alike.</summary>
    /// <param name="number">The request asked for.</param>
    public static RegistryError NotFound(int number) => new(
        ErrorCodes.NotFound, $"There is no request {number} that you may see. Look for it in your list of requests.");

    /// <summary>The answer to somebody who belongs to no partner.</summary>
    public static RegistryError MembersOnly() => new(
        ErrorCodes.Forbidden,
        "Only members of a partner request clients, and your account is a member of none. If it should be, ask your "
            + "organisation's partner administrator for an invitation.");

    /// <summary>The answer when somebody else's save came first.</summary>
    public static RegistryError Overtaken() => new(
        ErrorCodes.Conflict, "This request was changed just now, in another tab or by somebody else. Look at it again.");
}
