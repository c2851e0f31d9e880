using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Takes a request into review, or over from a colleague. The partner is told who has it.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the submitter.</param>
/// <param name="clock">The present.</param>
public sealed class ClaimClientRequest(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="number">The request.</param>
    /// <param name="actor">Who reviews from now on: the partner's account manager or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(int number, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await RequestUnderReview.LoadAsync(db, number, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var request = loaded.Value;
        var now = clock.GetUtcNow();
        var claimed = request.Claim(actor, now);
        if (!claimed.Succeeded) return claimed;

        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestClaimed, $"request:{request.Number}", request.PartnerId, null, now));
        outbox.OweSubmitter(
            db, request, new RequestClaimed(request.Number, request.Metadata.ClientName, actor.Name, actor.Email ?? ""));
        return await db.SaveOrRefuseAsync(() => claimed.Value, () => RequestUnderReview.LostAsync(contexts, number, ct), ct);
    }
}
