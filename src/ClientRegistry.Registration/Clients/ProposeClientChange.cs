using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients;

/// <summary>Begins a request that changes a live client. A client has one open change at a time.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class ProposeClientChange(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="actor">Who asks: a member of the partner.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The number of the draft, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>duplicate</c>.
    /// </returns>
    public async Task<Outcome<int>> RunAsync(string clientId, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var client = await db.Clients.AsNoTracking().Include(c => c.Partner).Include(c => c.Revisions)
            .SingleOrDefaultAsync(c => c.ClientId == clientId, ct);
        if (client is null || client.ClientId != clientId || !actor.MayRead(client.PartnerId)) return ShowClient.NotFound();
        if (Refuse(client, actor) is { } refusal) return refusal;

        var now = clock.GetUtcNow();
        var request = ClientRequest.ForChange(client, actor, now);
        db.ClientRequests.Add(request);

        // The number is given by the save, so the entry names the draft by its row.
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestDrafted, $"request:{request.Id:N}", client.PartnerId, client.ClientId, now));
        return await db.SaveOrRefuseAsync(() => request.Number, () => OpenAlreadyAsync(client.Id, ct), ct);
    }

    private static RegistryError? Refuse(Client client, Actor actor)
    {
        if (!actor.IsMemberOf(client.PartnerId))
        {
            return new RegistryError(
                ErrorCodes.Forbidden,
                $"Only members of {client.Partner!.Name} propose changes to its clients. Ask one of them to do it.");
        }

        return client.Status switch
        {
            ClientStatus.Active => null,
            ClientStatus.Suspended => new RegistryError(
                ErrorCodes.WrongState,
                "The client is suspended. Ask your account manager to reinstate it before you change it."),
            _ => new RegistryError(
                ErrorCodes.WrongState, "The client is revoked, and that is final. Request a new client instead."),
        };
    }

    private async Task<RegistryError> OpenAlreadyAsync(Guid clientRowId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var number = await db.ClientRequests
            .Where(r => r.ClientRowId == clientRowId && r.BaseRevision != null)
            .OrderByDescending(r => r.Number).Select(r => r.Number).FirstAsync(ct);
        return new RegistryError(
            ErrorCodes.Duplicate,
            $"Request {number} is to change this client already. Finish or withdraw it before you propose another change.");
    }
}
