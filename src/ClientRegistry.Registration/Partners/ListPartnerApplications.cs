using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Lists applications of organisations: those that wait with the oldest first, decided ones the newest first.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class ListPartnerApplications(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 10;

    /// <summary>What to list.</summary>
    /// <param name="State">In this state.</param>
    /// <param name="Page">Which page; the first is 1, and one that does not exist is the nearest that does.</param>
    public sealed record Input(PartnerApplicationState State = PartnerApplicationState.Waiting, int Page = 1);

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">A member of the staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<Paged<ApplicationOnDesk>>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff)
            return await whoHolds.RefuseAsync(NeededRole.Staff, "Only the registry's staff sees applications.", actor, ct);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var applications = db.PartnerApplications.AsNoTracking().Where(a => a.State == input.State);
        var total = await applications.CountAsync(ct);
        var page = Math.Clamp(input.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var ordered = input.State is PartnerApplicationState.Waiting
            ? applications.OrderBy(a => a.CreatedAt).ThenBy(a => a.Organisation)
            : applications.OrderByDescending(a => a.CreatedAt).ThenBy(a => a.Organisation);
        var items = await ordered.Skip((page - 1) * PageSize).Take(PageSize)
            .Select(a => new ApplicationOnDesk(
                a.Id,
                a.Organisation,
                a.ContactName,
                a.Email,
                a.Website,
                a.Purpose,
                a.CreatedAt,
                a.State,
                db.Users.Where(u => u.Id == a.DecidedById).Select(u => u.Name).SingleOrDefault(),
                a.DecidedAt,
                a.Reason,
                a.PartnerId))
            .ToListAsync(ct);
        return new Paged<ApplicationOnDesk>(items, total, page, PageSize);
    }
}

/// <summary>An application, as the staff sees it.</summary>
/// <param name="Id">Its row key.</param>
/// <param name="Organisation">The organisation's name.</param>
/// <param name="ContactName">Who applied.</param>
/// <param name="Email">Where to answer.</param>
/// <param name="Website">The organisation's site; null when not given.</param>
/// <param name="Purpose">What they want to build.</param>
/// <param name="CreatedAt">When they applied.</param>
/// <param name="State">What became of it.</param>
/// <param name="DeciderName">Who decided; null while nobody did.</param>
/// <param name="DecidedAt">When; null while nobody did.</param>
/// <param name="Reason">Why it was declined; null otherwise.</param>
/// <param name="PartnerId">The partner that came of it; null while none did.</param>
public sealed record ApplicationOnDesk(
    Guid Id,
    string Organisation,
    string ContactName,
    string Email,
    string? Website,
    string Purpose,
    DateTimeOffset CreatedAt,
    PartnerApplicationState State,
    string? DeciderName,
    DateTimeOffset? DecidedAt,
    string? Reason,
    Guid? PartnerId);
