using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets;

/// <summary>What each step of a rotation begins with: load the client for somebody who may change its secrets.</summary>
internal static class ClientOfRotation
{
    /// <summary>Loads a client with its secrets, its revisions and its partner's people. Members rotate the secrets of
    /// their own clients; who manages the partner may in an emergency, and says why.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="reason">Why; members need none.</param>
    /// <param name="actor">Who wants to act.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The client, or <c>not_found</c>, <c>forbidden</c>, <c>invalid_input</c> with the field
    /// <c>Reason</c>.</returns>
    public static async Task<Outcome<Client>> LoadAsync(
        RegistryDbContext db, string clientId, string? reason, Actor actor, CancellationToken ct)
    {
        var found = await FindAsync(db, clientId, actor, ct);
        if (found.Succeeded && CheckReason(reason, actor.IsMemberOf(found.Value.PartnerId)) is { } invalid) return invalid;
        return found;
    }

    /// <summary>The same for a step that hands no secret to whoever takes it: nobody has to say why.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="actor">Who wants to act.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The client, or <c>not_found</c>, <c>forbidden</c>.</returns>
    public static async Task<Outcome<Client>> FindAsync(
        RegistryDbContext db, string clientId, Actor actor, CancellationToken ct)
    {
        var client = await WithPeople(db).SingleOrDefaultAsync(c => c.ClientId == clientId, ct);
        if (client is null || client.ClientId != clientId || !actor.MayRead(client.PartnerId))
            return ShowClient.NotFound();

        return actor.IsMemberOf(client.PartnerId) || actor.MayManage(client.Partner!.AccountManagerId)
            ? client
            : Forbidden(client.Partner!);
    }

    /// <summary>Clients with all that a step, and the word about it, need.</summary>
    /// <param name="db">The unit of work.</param>
    public static IQueryable<Client> WithPeople(RegistryDbContext db) => db.Clients
        .Include(c => c.Partner).ThenInclude(p => p!.Members).ThenInclude(m => m.User)
        .Include(c => c.Partner).ThenInclude(p => p!.AccountManager)
        .Include(c => c.Revisions).Include(c => c.Secrets)
        .AsSplitQuery();

    /// <summary>The answer when somebody else's save came first.</summary>
    public static RegistryError Overtaken() => new(
        ErrorCodes.Conflict,
        "Somebody else changed this client just now, so nothing was done. Look at its secrets again.");

    private static RegistryError? CheckReason(string? reason, bool isOwn) =>
        isOwn && string.IsNullOrWhiteSpace(reason)
            ? null
            : DecisionReason.Check(
                reason, "Say why you do this in place of the partner: its members read it.", "Reason");

    private static RegistryError Forbidden(Partner partner) => new(
        ErrorCodes.Forbidden,
        $"Only members of {partner.Name} may change the secrets of its clients, and in an emergency "
            + (partner.AccountManager is { } manager
                ? $"its account manager, {Person.Of(manager)}, or an administrator."
                : "an account manager or an administrator; it has no account manager of its own."));
}
