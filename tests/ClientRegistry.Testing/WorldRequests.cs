using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Testing;

/// <summary>Requests and clients in a world.</summary>
public static class WorldRequests
{
    /// <summary>What a request asks for when a test does not care.</summary>
    public static ClientMetadata Metadata { get; } = new()
    {
        ClientName = "Order importer",
        RedirectUris = ["https://app.northwind.example/callback"],
        Scopes = ["orders-api"],
        Contacts = ["dora@northwind.example"],
    };

    /// <summary>Submits a request for a production client, past every rule.</summary>
    /// <param name="world">Where.</param>
    /// <param name="metadata">What it asks for; null for <see cref="Metadata"/>.</param>
    /// <param name="submitter">Who submits; null for the developer.</param>
    /// <returns>Its number.</returns>
    public static async Task<int> SubmittedAsync(this World world, ClientMetadata? metadata = null, Actor? submitter = null)
    {
        var actor = submitter ?? world.Developer;
        var request = ClientRequest.ForNewClient(actor.PartnerId ?? world.Partner.Id, actor, world.Now);
        request.Edit(ClientEnvironment.Production, metadata ?? Metadata, "Imports orders", "Needed", world.Now);
        request.Submit(actor, world.Now);
        await world.SaveAsync(request);
        return request.Number;
    }

    /// <summary>Submits a change to a client, past every rule.</summary>
    /// <param name="world">Where.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="metadata">What it shall be.</param>
    /// <returns>Its number.</returns>
    public static async Task<int> SubmittedChangeAsync(this World world, string clientId, ClientMetadata metadata)
    {
        await using var db = world.Database.CreateDbContext();
        var client = await db.Clients.Include(c => c.Revisions).SingleAsync(c => c.ClientId == clientId);
        var request = ClientRequest.ForChange(client, world.Developer, world.Now);
        request.Edit(client.Environment, metadata, "Moves the callback", null, world.Now);
        request.Submit(world.Developer, world.Now);
        db.Add(request);
        await db.SaveChangesAsync();
        return request.Number;
    }

    /// <summary>Approves a request as the partner's account manager, with all that follows.</summary>
    /// <param name="world">Where.</param>
    /// <param name="number">The request.</param>
    /// <returns>The client's identifier.</returns>
    public static async Task<string> ApprovedAsync(this World world, int number)
    {
        var approve = new ApproveClientRequest(
            world.Database, world.Outbox, Options.Create(world.Credentials), world.Clock);
        var approved = await approve.RunAsync(number, world.AccountManager);
        return approved.Value?.ClientId ?? throw new InvalidOperationException(approved.Error!.Message);
    }

    /// <summary>Submits and approves a request for a client.</summary>
    /// <param name="world">Where.</param>
    /// <param name="metadata">What it asks for; null for <see cref="Metadata"/>.</param>
    /// <returns>The client's identifier.</returns>
    public static async Task<string> IssuedAsync(this World world, ClientMetadata? metadata = null) =>
        await world.ApprovedAsync(await world.SubmittedAsync(metadata));
}
