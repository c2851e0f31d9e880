using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients;

/// <summary>What the lookup API refused in a client's name, the newest first.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class ListRefusedAttempts(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>How many are on a page.</summary>
    public const int PageSize = 25;

    /// <summary>Which refusals.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="Reference">The reference of one refusal, to see it alone; null for all.</param>
    /// <param name="Page">Which page; the first is 0.</param>
    public sealed record Input(string ClientId, string? Reference = null, int Page = 0);

    /// <summary>A page of them.</summary>
    /// <param name="Attempts">The refusals.</param>
    /// <param name="Total">How many there are on all pages.</param>
    public sealed record Found(IReadOnlyList<RefusedAttempt> Attempts, int Total);

    /// <summary>Reads a page.</summary>
    /// <param name="input">Which refusals.</param>
    /// <param name="actor">Who asks: a member of the client's partner, or staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>not_found</c>.</returns>
    public async Task<Outcome<Found>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var client = await db.Clients.AsNoTracking().Where(c => c.ClientId == input.ClientId)
            .Select(c => new { c.Id, c.ClientId, c.PartnerId }).SingleOrDefaultAsync(ct);
        if (client is null || client.ClientId != input.ClientId || !actor.MayRead(client.PartnerId))
            return new RegistryError(ErrorCodes.NotFound, "There is no such client.");

        var attempts = db.RefusedAttempts.AsNoTracking().Where(a => a.ClientRowId == client.Id);
        if (input.Reference is { } reference) attempts = attempts.Where(a => a.Reference == reference);
        var total = await attempts.CountAsync(ct);
        var page = await attempts.OrderByDescending(a => a.At).ThenBy(a => a.Reference)
            .Skip(Math.Max(input.Page, 0) * PageSize).Take(PageSize).ToListAsync(ct);
        return new Found(page, total);
    }
}
