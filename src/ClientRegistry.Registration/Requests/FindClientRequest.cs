using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Reads one request with its timeline.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class FindClientRequest(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>Does it.</summary>
    /// <param name="number">The request.</param>
    /// <param name="actor">Who reads: a member of the partner, or anybody of the staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The request, or <c>not_found</c>, also for another partner's.</returns>
    public async Task<Outcome<ClientRequestDetail>> RunAsync(int number, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var request = await db.ClientRequests.AsNoTracking()
            .Include(r => r.Partner).ThenInclude(p => p!.AccountManager)
            .Include(r => r.CreatedBy).Include(r => r.SubmittedBy).Include(r => r.Reviewer).Include(r => r.DecidedBy)
            .Include(r => r.Client)
            .SingleOrDefaultAsync(r => r.Number == number, ct);
        if (request is null || !actor.MayRead(request.PartnerId)) return RequestOfPartner.NotFound(number);

        var steps = await db.RequestEvents.AsNoTracking().Where(e => e.RequestId == request.Id)
            .OrderBy(e => e.At)
            .Select(e => new
            {
                Step = e,
                ByStaff = e.ActorId != null
                    && !db.PartnerMembers.Any(m => m.UserId == e.ActorId && m.PartnerId == request.PartnerId),
            })
            .ToListAsync(ct);
        var reviewers = request.IsUnderReview ? await Reviewers.WhoHaveAsync(db, request, ct) : [];
        var live = request.IsChange ? await LiveMetadata.OfAsync(db, request.ClientRowId, ct) : null;

        return Detail(request) with
        {
            LiveMetadata = live,
            Reviewers = [.. reviewers.Select(r => Person.Of(r)!)],
            Timeline =
            [
                .. steps.Select((s, i) => new RequestStep(s.Step.Kind, s.Step.ActorName, s.ByStaff, s.Step.Text, s.Step.At)
                {
                    IsRepeated = steps.Take(i).Any(before => before.Step.Kind == s.Step.Kind),
                }),
            ],
        };
    }

    private static ClientRequestDetail Detail(ClientRequest request) => new()
    {
        Number = request.Number,
        Version = request.ConcurrencyToken,
        PartnerId = request.PartnerId,
        PartnerName = request.Partner!.Name,
        RequiresClaimLink = request.Partner.RequiresClaimLink,
        AccountManager = Person.Of(request.Partner.AccountManager),
        State = request.State,
        StateSince = request.StateSince,
        Reviewers = [],
        Environment = request.Environment,
        Metadata = request.Metadata,
        LiveMetadata = null,
        Purpose = request.Purpose,
        Justification = request.Justification,
        ClientId = request.Client?.ClientId,
        BaseRevision = request.BaseRevision,
        CreatedBy = Person.Of(request.CreatedBy)!,
        CreatedAt = request.CreatedAt,
        EditedAt = request.EditedAt,
        SubmittedBy = Person.Of(request.SubmittedBy),
        FirstSubmittedAt = request.FirstSubmittedAt,
        SubmittedAt = request.SubmittedAt,
        Reviewer = Person.Of(request.Reviewer),
        FirstApprovedById = request.FirstApprovedById,
        DecidedBy = Person.Of(request.DecidedBy),
        DecidedAt = request.DecidedAt,
        DecisionReason = request.DecisionReason,
        Timeline = [],
    };
}
