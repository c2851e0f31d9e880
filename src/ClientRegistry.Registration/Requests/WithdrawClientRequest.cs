using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Takes a request back; whoever of the staff had it is told.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mails.</param>
/// <param name="clock">The present.</param>
public sealed class WithdrawClientRequest(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="number">The request.</param>
    /// <param name="actor">Who does: a member of the partner.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(int number, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await RequestOfPartner.LoadAsync(db, number, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var request = loaded.Value;
        var reviewersKnow = request.State != ClientRequestState.Draft;
        var now = clock.GetUtcNow();
        var withdrawn = request.Withdraw(actor, now);
        if (!withdrawn.Succeeded) return withdrawn;

        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestWithdrawn, $"request:{number}", request.PartnerId, null, now));
        if (reviewersKnow)
        {
            outbox.OweEach(
                db, request, await Reviewers.WhoHaveAsync(db, request, ct),
                new RequestWithdrawn(number, request.Metadata.ClientName, request.Partner!.Name, actor.Name));
        }

        return await db.SaveOrRefuseAsync(() => withdrawn.Value, RequestOfPartner.Overtaken(), ct);
    }
}
