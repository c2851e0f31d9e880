using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Directory;

/// <summary>Reads a client with the approved revision that is live, and nothing of any proposal.</summary>
internal sealed class ClientReader(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>How many threads these reads, and those of all identifiers, may occupy.</summary>
    public static readonly int MostThreads = Math.Max(8, 2 * Environment.ProcessorCount);

    // Compiled once: to take the expression apart for each read costs more than the read. Not static, because it belongs
    // to one kind of database.
    private readonly Func<RegistryDbContext, string, CancellationToken, Task<ClientRow?>> _find = EF.CompileAsyncQuery(
        (RegistryDbContext db, string clientId, CancellationToken ct) => db.Clients.AsNoTracking()
            .Where(c => c.ClientId == clientId)
            .SelectMany(
                c => db.ClientRevisions.Where(r => r.ClientRowId == c.Id && r.Number == c.Revision),
                (c, r) => new ClientRow(
                    c.Id, c.ClientId, c.Environment, c.Status, c.Revision, c.IssuedAt, r.Metadata,
                    c.PartnerId, c.Partner!.Name,
                    c.Secrets.Select(s => new SecretRow(s.Id, s.SecretId, s.Hash, s.ExpiresAt, s.LastUsedAt)).ToList(),
                    db.RedirectUriUses.Where(u => u.ClientRowId == c.Id).ToList()))
            .AsSplitQuery()
            .SingleOrDefault());

    private readonly SharedWords _words = new();

    /// <summary>Reads it.</summary>
    /// <param name="clientId">The protocol identifier, to the character.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when there is no such client.</returns>
    public async Task<ClientRow?> FindAsync(string clientId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await _find(db, clientId, ct);

        // A database may take case, width or trailing blanks for the same; the protocol does not.
        return row is not null && string.Equals(row.ClientId, clientId, StringComparison.Ordinal) ? row : null;
    }

    /// <summary>Makes of it what the directory keeps.</summary>
    /// <param name="clientId">The identifier it is kept under; that very object, so that it is in memory once.</param>
    /// <param name="row">What was read.</param>
    /// <param name="loadedAt">Time stamp from before the database was asked.</param>
    public ClientEntry ToEntry(string clientId, ClientRow row, long loadedAt)
    {
        var metadata = row.Metadata;
        var document = ClientDocument.Write(row, out var redirectUris);
        return new ClientEntry
        {
            RowId = row.RowId,
            ClientId = clientId,
            Environment = row.Environment,
            Status = row.Status,
            Revision = row.Revision,
            ApplicationType = metadata.ApplicationType,
            RedirectUris = new RegisteredRedirectUris(document, redirectUris, LastUses(metadata.RedirectUris, row.Uses)),
            GrantTypes = _words.Share(metadata.GrantTypes),
            ResponseTypes = _words.Share(metadata.ResponseTypes),
            Scopes = _words.Share(metadata.Scopes),
            TokenEndpointAuthMethod = _words.Share(metadata.TokenEndpointAuthMethod),
            RequirePkce = metadata.MustUsePkce,
            Secrets = row.Secrets.Select(ToEntry).ToArray(),
            Document = document,
            ETag = ClientDocument.TagOf(row.Revision, document),
            LoadedAt = loadedAt,
        };
    }

    private static DateTimeOffset?[] LastUses(IReadOnlyList<string> uris, IReadOnlyList<RedirectUriUse> uses) =>
        [.. uris.Select(uri => uses.FirstOrDefault(u => u.RedirectUri == uri)?.LastUsedAt)];

    private static SecretEntry ToEntry(SecretRow row)
    {
        var isFast = SecretHash.TryReadFast(row.Hash, out var hash);
        return new SecretEntry(isFast ? hash : [], row.LastUsedAt)
        {
            RowId = row.RowId,
            SecretId = row.SecretId,
            SlowHash = isFast ? null : row.Hash,
            ExpiresAt = row.ExpiresAt,
        };
    }
}
