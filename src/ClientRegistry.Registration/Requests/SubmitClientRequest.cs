using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Hands a request to the staff, once it passes every rule, and tells both sides by mail.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mails.</param>
/// <param name="clock">The present.</param>
public sealed class SubmitClientRequest(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>How often a partner may submit within an hour.</summary>
    public const int MostPerHour = 20;

    /// <summary>What to submit.</summary>
    /// <param name="Number">The request.</param>
    /// <param name="Version">The version whose answers were checked.</param>
    public sealed record Input(int Number, Guid Version);

    private static RegistryError NothingDifferent => new(
        RegistrationErrors.InvalidClientMetadata,
        "Nothing is different from what is live, so there is nothing to decide. Go back and change what shall be different, "
            + "or withdraw the request.");

    /// <summary>Does it.</summary>
    /// <param name="input">What to submit.</param>
    /// <param name="actor">Who does: a member of the partner.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c>, <c>too_many</c>, or
    /// what <see cref="ClientRequestFormValidator"/> finds, each with its field.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await RequestOfPartner.LoadAsync(db, input.Number, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var request = loaded.Value;
        var now = clock.GetUtcNow();
        if (await RefuseAsync(db, request, input, now, ct) is { Count: > 0 } errors) return Outcome.Refused<Done>(errors);

        var submitted = request.Submit(actor, now);
        if (!submitted.Succeeded) return submitted;

        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestSubmitted, $"request:{request.Number}", request.PartnerId, null, now));
        await TellBothSidesAsync(db, request, actor, ct);
        return await db.SaveOrRefuseAsync(() => submitted.Value, RequestOfPartner.Overtaken(), ct);
    }

    private static async Task<IReadOnlyList<RegistryError>> RefuseAsync(
        RegistryDbContext db, ClientRequest request, Input input, DateTimeOffset now, CancellationToken ct)
    {
        // The state itself is asked by the transition; its rules are for what can still be corrected.
        if (!request.IsEditable) return [];
        if (request.ConcurrencyToken != input.Version) return [RequestOfPartner.Overtaken()];

        var validator = new ClientRequestFormValidator(await AskingRules.ForAsync(db, request, ct));
        var found = validator.Validate(ClientRequestForm.Of(request));
        if (!found.IsValid)
            return [.. found.Errors.Select(e => new RegistryError(e.ErrorCode, e.ErrorMessage, e.PropertyName))];
        if (request.IsChange && await LiveMetadata.OfAsync(db, request.ClientRowId, ct) is { } live
            && ClientMetadataDifference.Between(live, request.Metadata).IsEmpty)
            return [NothingDifferent];

        var hourAgo = now.AddHours(-1);
        var recent = await db.RequestEvents.CountAsync(
            e => e.Kind == RequestEventKind.Submitted && e.At > hourAgo
                && db.ClientRequests.Any(r => r.Id == e.RequestId && r.PartnerId == request.PartnerId),
            ct);
        return recent < MostPerHour
            ? []
            : [new RegistryError(
                ErrorCodes.TooMany,
                $"{request.Partner!.Name} has submitted {recent} requests within the last hour, and no more are taken. The "
                    + "draft is kept: submit it later.")];
    }

    private async Task TellBothSidesAsync(
        RegistryDbContext db, ClientRequest request, Actor actor, CancellationToken ct)
    {
        var reviewers = await Reviewers.OfAsync(db, request.Partner!, ct);
        var name = request.Metadata.ClientName;
        var submitter = await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.UserId, ct);

        outbox.OweEach(
            db, request, [submitter],
            new RequestReceived(request.Number, name, request.Environment, [.. reviewers.Select(r => $"{Person.Of(r)}")]));
        outbox.OweEach(
            db, request, reviewers,
            new RequestSubmitted(
                request.Number, name, request.Environment, request.Partner!.Name, actor.Name, request.IsChange));
    }
}
