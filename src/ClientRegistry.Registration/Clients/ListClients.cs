using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients;

/// <summary>Lists clients, the newest first: a partner's own, or all of them for the staff.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class ListClients(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 25;

    /// <summary>What to list.</summary>
    public sealed record Input
    {
        /// <summary>Part of the name, of the client_id or, for the staff, of the partner's name, in either case; null for
        /// all.</summary>
        public string? Search { get; init; }

        /// <summary>Of this environment only; null for both.</summary>
        public ClientEnvironment? Environment { get; init; }

        /// <summary>With this status only; null for all.</summary>
        public ClientStatus? Status { get; init; }

        /// <summary>Of this partner only; null for all that the reader may see.</summary>
        public Guid? PartnerId { get; init; }

        /// <summary>Which page; the first is 1, and one that does not exist is the nearest that does.</summary>
        public int Page { get; init; } = 1;
    }

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">Who reads: staff, or a member of a partner.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<Paged<ListedClient>>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff && actor.PartnerId is null)
        {
            return new RegistryError(
                ErrorCodes.Forbidden,
                "Clients are for members of a partner and for the staff, and your account is neither. If it should be, ask "
                    + "your organisation's partner administrator for an invitation.");
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var clients = Filter(db, input, actor);
        var total = await clients.CountAsync(ct);
        var page = Math.Clamp(input.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var items = await clients.OrderByDescending(c => c.IssuedAt).ThenBy(c => c.ClientId)
            .Skip((page - 1) * PageSize).Take(PageSize)
            .Select(c => new ListedClient(c.ClientId, c.Name, c.Partner!.Name, c.Environment, c.Status, c.IssuedAt))
            .ToListAsync(ct);
        return new Paged<ListedClient>(items, total, page, PageSize);
    }

    private static IQueryable<Client> Filter(RegistryDbContext db, Input input, Actor actor)
    {
        var clients = db.Clients.AsNoTracking();
        if (!actor.IsStaff) clients = clients.Where(c => c.PartnerId == actor.PartnerId);
        if (input.PartnerId is { } partner) clients = clients.Where(c => c.PartnerId == partner);
        if (input.Environment is { } environment) clients = clients.Where(c => c.Environment == environment);
        if (input.Status is { } status) clients = clients.Where(c => c.Status == status);
        if (string.IsNullOrWhiteSpace(input.Search)) return clients;

        var pattern = LikePattern.Containing(input.Search.Trim());
        var either = db.Dialect.SearchCollation;
        return clients.Where(c =>
            EF.Functions.Like(EF.Functions.Collate(c.Name, either), pattern, LikePattern.Escape)
            || EF.Functions.Like(EF.Functions.Collate(c.ClientId, either), pattern, LikePattern.Escape)
            || (actor.IsStaff
                && EF.Functions.Like(EF.Functions.Collate(c.Partner!.Name, either), pattern, LikePattern.Escape)));
    }
}

/// <summary>A client in a list.</summary>
/// <param name="ClientId">The protocol identifier.</param>
/// <param name="Name">What its users know it by.</param>
/// <param name="PartnerName">Whose it is.</param>
/// <param name="Environment">Where it lives.</param>
/// <param name="Status">Whether it is served.</param>
/// <param name="IssuedAt">When it came to be.</param>
public sealed record ListedClient(
    string ClientId,
    string Name,
    string PartnerName,
    ClientEnvironment Environment,
    ClientStatus Status,
    DateTimeOffset IssuedAt);
