using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>What a client is at this moment, beside what a request proposes.</summary>
internal static class LiveMetadata
{
    /// <summary>Reads it; null when there is no such client.</summary>
    /// <param name="db">Where it is.</param>
    /// <param name="clientRowId">The client's row; null for none.</param>
    /// <param name="ct">Stops it.</param>
    public static Task<ClientMetadata?> OfAsync(RegistryDbContext db, Guid? clientRowId, CancellationToken ct) =>
        db.Clients.AsNoTracking().Where(c => c.Id == clientRowId)
            .SelectMany(c => c.Revisions.Where(r => r.Number == c.Revision).Select(r => r.Metadata))
            .SingleOrDefaultAsync(ct);
}
