using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Gives a request back to the partner, who edits it and submits it again with the answers kept.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the submitter.</param>
/// <param name="clock">The present.</param>
public sealed class RequestChangesOnClientRequest(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>Which request, what to change, and why.</summary>
    /// <param name="Number">The request.</param>
    /// <param name="What">What to change; the partner reads it.</param>
    /// <param name="Why">Why; the partner reads it. Together at most <see cref="DecisionReason.MaximumLength"/>
    /// characters.</param>
    public sealed record Input(int Number, string What, string Why);

    /// <summary>Does it.</summary>
    /// <param name="input">Which, what and why.</param>
    /// <param name="actor">Who decides: the partner's account manager or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>,
    /// <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (Check(input) is { Count: > 0 } errors) return Outcome.Refused<Done>(errors);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await RequestUnderReview.LoadAsync(db, input.Number, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var request = loaded.Value;
        var now = clock.GetUtcNow();
        var text = TextOf(input);
        var given = request.RequestChanges(text, actor, now);
        if (!given.Succeeded) return given;

        // A change that was overtaken is written against what is live now; otherwise it could never be approved.
        if (request.IsChange) request.Rebase(request.Client!);

        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestChangesAsked, $"request:{request.Number}", request.PartnerId, text, now));
        outbox.OweSubmitter(
            db,
            request,
            new ChangesRequested(request.Number, request.Metadata.ClientName, text, actor.Name, actor.Email ?? ""));
        return await db.SaveOrRefuseAsync(() => given.Value, () => RequestUnderReview.LostAsync(contexts, input.Number, ct), ct);
    }

    private static List<RegistryError> Check(Input input)
    {
        List<RegistryError?> errors =
        [
            DecisionReason.Check(input.What, "Say what to change: the partner reads it.", nameof(input.What)),
            DecisionReason.Check(input.Why, "Say why it has to change: the partner reads it.", nameof(input.Why)),
        ];
        if (errors.TrueForAll(e => e is null))
            errors.Add(DecisionReason.Check(TextOf(input), "", nameof(input.What)));
        return [.. errors.OfType<RegistryError>()];
    }

    private static string TextOf(Input input) => $"{input.What.Trim()}\n\nWhy: {input.Why.Trim()}";
}
