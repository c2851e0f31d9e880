using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Registration.Secrets.Delivery;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients;

/// <summary>Suspends, reinstates or revokes a client. The lookup follows at once; a mail that was to bring the secret of a
/// revoked one and has not gone out is cancelled.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the partner's members.</param>
/// <param name="clock">The present.</param>
public sealed class ChangeClientStatus(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>What to do to which client, and why.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="Status">The status it shall have.</param>
    /// <param name="Reason">Why; the partner is told.</param>
    public sealed record Input(string ClientId, ClientStatus Status, string Reason);

    /// <summary>Does it.</summary>
    /// <param name="input">What to do.</param>
    /// <param name="actor">Who does it: the partner's account manager or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>,
    /// <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (DecisionReason.Check(input.Reason, "Say why: the partner reads it.", nameof(input.Reason)) is { } invalid)
            return invalid;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var client = await db.Clients.Include(c => c.Partner).ThenInclude(p => p!.Members).ThenInclude(m => m.User)
            .Include(c => c.Partner).ThenInclude(p => p!.AccountManager)
            .Include(c => c.Revisions)
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.ClientId == input.ClientId, ct);
        if (client is null || client.ClientId != input.ClientId || !actor.MayRead(client.PartnerId))
            return ShowClient.NotFound();
        if (!actor.MayManage(client.Partner!.AccountManagerId)) return Forbidden(client.Partner);

        var now = clock.GetUtcNow();
        var changed = input.Status switch
        {
            ClientStatus.Suspended => client.Suspend(input.Reason, now),
            ClientStatus.Revoked => client.Revoke(input.Reason, now),
            _ => client.Reinstate(input.Reason, now),
        };
        if (!changed.Succeeded) return changed;

        if (input.Status == ClientStatus.Revoked)
        {
            await WaitingCredentials.CancelAsync(db, client, secretId: null, ct);
            if (await OweClaimLink.OwedAsync(db, client.Id, ct) is { } owed)
                await OweClaimLink.EndAsync(db, client, owed, ClaimEnd.Cancelled, actor, now, ct);
        }

        Record(db, client, input, actor, now);
        return await db.SaveOrRefuseAsync(
            () => changed.Value,
            new RegistryError(ErrorCodes.Conflict, "Somebody else changed this client just now. Look at it again."),
            ct);
    }

    private static RegistryError Forbidden(Partner partner) => new(
        ErrorCodes.Forbidden,
        partner.AccountManager is { } manager
            ? $"Only the account manager of {partner.Name}, {Person.Of(manager)}, or an administrator may do this."
            : $"Only an account manager or an administrator may do this; {partner.Name} has none of its own.");

    private void Record(RegistryDbContext db, Client client, Input input, Actor actor, DateTimeOffset now)
    {
        var action = input.Status switch
        {
            ClientStatus.Suspended => AuditActions.ClientSuspended,
            ClientStatus.Revoked => AuditActions.ClientRevoked,
            _ => AuditActions.ClientReinstated,
        };
        db.AuditEvents.Add(
            new AuditEvent(actor, action, $"client:{client.ClientId}", client.PartnerId, input.Reason, now));

        var message = new ClientStatusChanged(
            client.LiveMetadata.ClientName, client.ClientId, client.Environment, client.Status, input.Reason, actor.Name);
        foreach (var recipient in PartnerRecipients.AllOf(client.Partner!))
        {
            var mail = outbox.Owe(db, recipient, message);
            mail.ClientRowId = client.Id;
            mail.PartnerId = client.PartnerId;
        }
    }
}
