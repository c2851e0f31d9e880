using System.Runtime.CompilerServices;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Directory;

/// <summary>All clients as the lookup API shows them, whatever their status; no secrets, no proposals.</summary>
/// <param name="contexts">Makes the units of work.</param>
public sealed class ClientExport(IDbContextFactory<RegistryDbContext> contexts)
{
    private const int PageSize = 1000;

    /// <summary>Reads them in the order of their identifiers, page by page: memory does not grow with their number.</summary>
    /// <param name="environment">Those of one environment; null for all.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>A client document each, UTF-8 JSON in one line.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        ClientEnvironment? environment, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var last = "";
        while (true)
        {
            var page = await PageAfterAsync(last, environment, ct);
            foreach (var row in page) yield return ClientDocument.Write(row);
            if (page.Count < PageSize) yield break;
            last = page[^1].ClientId;
        }
    }

    private async Task<List<ClientRow>> PageAfterAsync(string last, ClientEnvironment? environment, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
#pragma warning disable CA1309 // The database compares, by its collation, and that is a binary one.
        return await db.Clients.AsNoTracking()
            .Where(c => string.Compare(c.ClientId, last) > 0 && (environment == null || c.Environment == environment))
            .OrderBy(c => c.ClientId)
            .Take(PageSize)
            .SelectMany(
                c => db.ClientRevisions.Where(r => r.ClientRowId == c.Id && r.Number == c.Revision),
                (c, r) => new { Client = c, r.Metadata, PartnerName = c.Partner!.Name })
            .OrderBy(c => c.Client.ClientId)
            .Select(c => new ClientRow(
                c.Client.Id, c.Client.ClientId, c.Client.Environment, c.Client.Status, c.Client.Revision,
                c.Client.IssuedAt, c.Metadata, c.Client.PartnerId, c.PartnerName, new List<SecretRow>(), new List<RedirectUriUse>()))
            .ToListAsync(ct);
#pragma warning restore CA1309
    }
}
