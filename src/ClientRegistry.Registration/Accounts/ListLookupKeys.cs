using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>All lookup keys there are and were, the newest first.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may.</param>
public sealed class ListLookupKeys(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    /// <summary>How many are on a page.</summary>
    public const int PageSize = 50;

    /// <summary>A key, without anything that opens.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Environment">The environment it sees.</param>
    /// <param name="CreatedAt">When it came to be.</param>
    /// <param name="ExpiresAt">When it stops being good; null for never.</param>
    /// <param name="RevokedAt">Since when it is revoked; null while it is not.</param>
    /// <param name="LastUsedAt">When it was last used, give or take a few minutes; null for never.</param>
    public sealed record Row(
        string Name,
        ClientEnvironment Environment,
        DateTimeOffset CreatedAt,
        DateTimeOffset? ExpiresAt,
        DateTimeOffset? RevokedAt,
        DateTimeOffset? LastUsedAt);

    /// <summary>A page of them.</summary>
    /// <param name="Rows">The keys.</param>
    /// <param name="Total">How many there are on all pages.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, int Total);

    /// <summary>Reads a page.</summary>
    /// <param name="page">Which one; the first is 0.</param>
    /// <param name="actor">Who asks: an administrator or an auditor.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<Page>> RunAsync(int page, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator && actor.StaffRole is not StaffRole.Auditor)
            return await LookupKeyRules.RefuseAsync(whoHolds, actor, ct);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var total = await db.LookupKeys.CountAsync(ct);
        var rows = await db.LookupKeys.AsNoTracking()
            .OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Name)
            .Skip(Math.Max(page, 0) * PageSize).Take(PageSize)
            .Select(k => new Row(k.Name, k.Environment, k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsedAt))
            .ToListAsync(ct);
        return new Page(rows, total);
    }
}
