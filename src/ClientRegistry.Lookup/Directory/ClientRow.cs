using ClientRegistry.Core.Clients;

namespace ClientRegistry.Lookup.Directory;

/// <summary>What one query reads of a client.</summary>
internal sealed record ClientRow(
    Guid RowId,
    string ClientId,
    ClientEnvironment Environment,
    ClientStatus Status,
    int Revision,
    DateTimeOffset IssuedAt,
    ClientMetadata Metadata,
    Guid PartnerId,
    string PartnerName,
    IReadOnlyList<SecretRow> Secrets,
    IReadOnlyList<RedirectUriUse> Uses);

/// <summary>What it reads of each of its secrets.</summary>
internal sealed record SecretRow(
    Guid RowId, string SecretId, string Hash, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
