using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Refuses a request for good. The partner is told why.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the submitter.</param>
/// <param name="clock">The present.</param>
public sealed class RejectClientRequest(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>Which request, and why.</summary>
    /// <param name="Number">The request.</param>
    /// <param name="Reason">Why; the partner reads it. At most <see cref="DecisionReason.MaximumLength"/> characters.</param>
    public sealed record Input(int Number, string Reason);

    /// <summary>Does it.</summary>
    /// <param name="input">Which, and why.</param>
    /// <param name="actor">Who decides: the partner's account manager or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>,
    /// <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (DecisionReason.Check(input.Reason, "Say why: the partner reads it.", nameof(input.Reason)) is { } invalid)
            return invalid;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await RequestUnderReview.LoadAsync(db, input.Number, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var request = loaded.Value;
        var now = clock.GetUtcNow();
        var reason = input.Reason.Trim();
        var rejected = request.Reject(reason, actor, now);
        if (!rejected.Succeeded) return rejected;

        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestRejected, $"request:{request.Number}", request.PartnerId, reason, now));
        outbox.OweSubmitter(
            db,
            request,
            new RequestRejected(request.Number, request.Metadata.ClientName, reason, actor.Name, actor.Email ?? ""));
        return await db.SaveOrRefuseAsync(
            () => rejected.Value,
            () => RequestUnderReview.LostAsync(contexts, input.Number, ct),
            ct);
    }
}
