using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Scopes;

/// <summary>
/// Lists the scope catalogue by name. It does not say how many clients have a scope: metadata is one text, which the
/// database does not search.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class ListScopes(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 50;

    /// <summary>What to list.</summary>
    /// <param name="Search">Part of name or description, in either case; null or empty for all.</param>
    /// <param name="Retired">Whether to list those that can no longer be asked for instead of those that can.</param>
    /// <param name="Page">Which page; the first is 1, and one that does not exist is the nearest that does.</param>
    public sealed record Input(string? Search = null, bool Retired = false, int Page = 1);

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">A member of the staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<Paged<ScopeInList>>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff)
            return await whoHolds.RefuseAsync(NeededRole.Staff, "Only the registry's staff sees this list.", actor, ct);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var scopes = db.Scopes.AsNoTracking()
            .Where(s => input.Retired ? s.RetiredAt != null : s.RetiredAt == null);
        if (!string.IsNullOrWhiteSpace(input.Search))
        {
            var pattern = LikePattern.Containing(ScopeText.Clean(input.Search));
            var either = db.Dialect.SearchCollation;
            scopes = scopes.Where(s => EF.Functions.Like(EF.Functions.Collate(s.Name, either), pattern, LikePattern.Escape)
                || EF.Functions.Like(EF.Functions.Collate(s.Description, either), pattern, LikePattern.Escape));
        }

        var total = await scopes.CountAsync(ct);
        var page = Math.Clamp(input.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var items = await scopes.OrderBy(s => s.Name).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(s => new ScopeInList(
                s.Name, s.Description, s.IsRestricted, s.CreatedAt, s.RetiredAt, s.ConcurrencyToken))
            .ToListAsync(ct);
        return new Paged<ScopeInList>(items, total, page, PageSize);
    }
}

/// <summary>An entry of the catalogue.</summary>
/// <param name="Name">The scope-token.</param>
/// <param name="Description">What it lets a client do.</param>
/// <param name="IsRestricted">Whether it needs a justification and a second approver.</param>
/// <param name="CreatedAt">When it came to be.</param>
/// <param name="RetiredAt">Since when it can no longer be asked for; null while it can.</param>
/// <param name="Version">Changes with every save.</param>
public sealed record ScopeInList(
    string Name,
    string Description,
    bool IsRestricted,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RetiredAt,
    Guid Version);
