using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Whose partners to list.</summary>
public enum PartnersOf
{
    /// <summary>Everybody's.</summary>
    All,

    /// <summary>Those that the reader looks after.</summary>
    Mine,

    /// <summary>Those that nobody in particular looks after.</summary>
    Pool,
}

/// <summary>Lists partners by name.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class ListPartners(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 25;

    /// <summary>What to list.</summary>
    /// <param name="Search">Part of the name, in either case; null or empty for all.</param>
    /// <param name="Of">Whose partners.</param>
    /// <param name="Page">Which page; the first is 1, and one that does not exist is the nearest that does.</param>
    public sealed record Input(string? Search = null, PartnersOf Of = PartnersOf.All, int Page = 1);

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">A member of the staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<Paged<PartnerInList>>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff)
            return await whoHolds.RefuseAsync(NeededRole.Staff, "Only the registry's staff sees all partners.", actor, ct);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var partners = Matching(db, input, actor);
        var total = await partners.CountAsync(ct);
        var page = Math.Clamp(input.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var items = await partners.OrderBy(p => p.Name).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(p => new PartnerInList(
                p.Id,
                p.Name,
                p.AccountManager!.Name,
                p.Members.Count,
                db.Clients.Count(c => c.PartnerId == p.Id && c.Status == ClientStatus.Active),
                p.CreatedAt))
            .ToListAsync(ct);
        return new Paged<PartnerInList>(items, total, page, PageSize);
    }

    private static IQueryable<Partner> Matching(RegistryDbContext db, Input input, Actor actor)
    {
        var partners = db.Partners.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(input.Search))
        {
            var pattern = LikePattern.Containing(PersonName.Clean(input.Search));
            var either = db.Dialect.SearchCollation;
            partners = partners.Where(
                p => EF.Functions.Like(EF.Functions.Collate(p.Name, either), pattern, LikePattern.Escape));
        }

        return input.Of switch
        {
            PartnersOf.Mine => partners.Where(p => p.AccountManagerId == actor.UserId),
            PartnersOf.Pool => partners.Where(p => p.AccountManagerId == null),
            _ => partners,
        };
    }
}

/// <summary>A partner in the list.</summary>
/// <param name="Id">Its row key.</param>
/// <param name="Name">Its name.</param>
/// <param name="AccountManagerName">Who looks after it; null for the pool.</param>
/// <param name="MemberCount">How many people it has.</param>
/// <param name="ClientCount">How many active clients it has.</param>
/// <param name="CreatedAt">Since when it is a partner.</param>
public sealed record PartnerInList(
    Guid Id, string Name, string? AccountManagerName, int MemberCount, int ClientCount, DateTimeOffset CreatedAt);
