using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Begins a request for a new client: from the first field on, the draft is kept here.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class StartClientRequest(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="form">What was typed so far, right or wrong.</param>
    /// <param name="actor">Who asks: a member of a partner.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The draft, or <c>forbidden</c>, <c>invalid_input</c> for what no draft can hold.</returns>
    public async Task<Outcome<DraftSaved>> RunAsync(ClientRequestForm form, Actor actor, CancellationToken ct = default)
    {
        if (actor.PartnerId is not { } partnerId) return RequestOfPartner.MembersOnly();
        if (DraftBounds.Check(form) is { } tooMuch) return tooMuch;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var request = ClientRequest.ForNewClient(partnerId, actor, now);
        request.Edit(form.Environment, form.ToMetadata(), form.Purpose, form.Justification, now);
        db.ClientRequests.Add(request);

        // The number is given by the save, so the entry names the draft by its row.
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestDrafted, $"request:{request.Id:N}", partnerId, null, now));
        return await db.SaveOrRefuseAsync(
            () => new DraftSaved(request.Number, request.ConcurrencyToken, now),
            RequestOfPartner.Overtaken(),
            ct);
    }
}

/// <summary>A draft as it was just saved.</summary>
/// <param name="Number">The request.</param>
/// <param name="Version">Goes with the next save, which is refused when somebody else saved in between.</param>
/// <param name="At">When.</param>
public sealed record DraftSaved(int Number, Guid Version, DateTimeOffset At);
