using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Clients;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Makes the one validator of form and use case from what the database says now.</summary>
internal static class AskingRules
{
    /// <summary>The rules for a request.</summary>
    /// <param name="db">Where catalogue and clients are.</param>
    /// <param name="request">The request; null for one that is not begun.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<ClientMetadataRules> ForAsync(
        RegistryDbContext db, ClientRequest? request, CancellationToken ct)
    {
        var catalogue = await db.Scopes.AsNoTracking().OrderBy(s => s.Name)
            .Select(s => new ScopeChoice(s.Name, s.Description, s.IsRestricted, s.RetiredAt != null))
            .ToListAsync(ct);
        var live = request is { IsChange: true } ? await LiveMetadata.OfAsync(db, request.ClientRowId, ct) : null;
        return new ClientMetadataRules(catalogue, live?.Scopes);
    }
}
