using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// An API client (RFC 6749 section 2). Comes to be by an approved request or an import, and changes by approved
/// requests only; its status is the staff's.
/// </summary>
public sealed partial class Client : IVersioned
{
    private readonly List<ClientRevision> _revisions = [];
    private readonly List<ClientSecret> _secrets = [];
    private readonly List<ClientChange> _changes = [];

    private Client()
    {
    }

    /// <summary>Row key; never leaves the registry.</summary>
    public Guid Id { get; private set; }

    /// <summary>The protocol identifier (RFC 6749 section 2.2); compared ordinally.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>The name in its live metadata, once more where the database can search it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Where it lives; never changes.</summary>
    public ClientEnvironment Environment { get; private set; }

    /// <summary>The partner it belongs to.</summary>
    public Guid PartnerId { get; private set; }

    /// <summary>The partner it belongs to, when loaded.</summary>
    public Partner? Partner { get; private set; }

    /// <summary>Whether the lookup API serves it.</summary>
    public ClientStatus Status { get; private set; }

    /// <summary>Why it has this status; null while nobody changed it.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>Since when it has this status.</summary>
    public DateTimeOffset StatusChangedAt { get; private set; }

    /// <summary>Number of the revision that is served; the first is 1.</summary>
    public int Revision { get; private set; }

    /// <summary>Wire name <c>client_id_issued_at</c> (RFC 7591 section 3.2.1).</summary>
    public DateTimeOffset IssuedAt { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>All it ever was, when loaded.</summary>
    public IReadOnlyList<ClientRevision> Revisions => _revisions;

    /// <summary>Its secrets, live and ended, when loaded.</summary>
    public IReadOnlyList<ClientSecret> Secrets => _secrets;

    /// <summary>What this unit of work changed; becomes rows of the change feed in the same save.</summary>
    public IReadOnlyList<ClientChange> Changes => _changes;

    /// <summary>The metadata that is served; its revision must be loaded.</summary>
    /// <exception cref="InvalidOperationException">The live revision is not loaded.</exception>
    public ClientMetadata LiveMetadata => _revisions.Single(r => r.Number == Revision).Metadata;

    /// <summary>Issues a client with its first revision.</summary>
    /// <param name="clientId">The protocol identifier, unique in the registry.</param>
    /// <param name="partnerId">Whose it is.</param>
    /// <param name="environment">Where it lives.</param>
    /// <param name="metadata">What was approved.</param>
    /// <param name="requestId">The request behind it; null for an import.</param>
    /// <param name="now">The present.</param>
    /// <param name="issuedAt">When it was issued elsewhere; null for now.</param>
    public static Client Issue(
        string clientId,
        Guid partnerId,
        ClientEnvironment environment,
        ClientMetadata metadata,
        Guid? requestId,
        DateTimeOffset now,
        DateTimeOffset? issuedAt = null)
    {
        var client = new Client
        {
            Id = Guid.CreateVersion7(now),
            ClientId = clientId,
            Name = metadata.ClientName,
            PartnerId = partnerId,
            Environment = environment,
            Status = ClientStatus.Active,
            StatusChangedAt = now,
            Revision = 1,
            IssuedAt = issuedAt ?? now,
        };
        client._revisions.Add(new ClientRevision(client.Id, 1, metadata, requestId, now));
        client.Record(ClientChangeKind.Created, now);
        return client;
    }

    /// <summary>Makes approved metadata the live revision.</summary>
    /// <param name="metadata">What was approved.</param>
    /// <param name="requestId">The request behind it.</param>
    /// <param name="now">The present.</param>
    public Outcome<ClientRevision> Revise(ClientMetadata metadata, Guid? requestId, DateTimeOffset now)
    {
        if (Status == ClientStatus.Revoked) return RevokedIsFinal();

        var revision = new ClientRevision(Id, Revision + 1, metadata, requestId, now);
        _revisions.Add(revision);
        Revision = revision.Number;
        Name = metadata.ClientName;
        Record(ClientChangeKind.Updated, now);
        return revision;
    }

    /// <summary>Stops it until it is reinstated.</summary>
    /// <param name="reason">Why; shown to its owner.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Suspend(string reason, DateTimeOffset now) => Status switch
    {
        ClientStatus.Active => Change(ClientStatus.Suspended, ClientChangeKind.Suspended, reason, now),
        ClientStatus.Suspended => new RegistryError(ErrorCodes.WrongState, "The client is suspended already."),
        _ => RevokedIsFinal(),
    };

    /// <summary>Lets a suspended client work again.</summary>
    /// <param name="reason">Why; shown to its owner.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Reinstate(string reason, DateTimeOffset now) => Status switch
    {
        ClientStatus.Suspended => Change(ClientStatus.Active, ClientChangeKind.Reinstated, reason, now),
        ClientStatus.Active => new RegistryError(ErrorCodes.WrongState, "The client is active already."),
        _ => RevokedIsFinal(),
    };

    /// <summary>Ends it for ever.</summary>
    /// <param name="reason">Why; shown to its owner.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Revoke(string reason, DateTimeOffset now) => Status == ClientStatus.Revoked
        ? RevokedIsFinal()
        : Change(ClientStatus.Revoked, ClientChangeKind.Revoked, reason, now);

    /// <summary>Writes a row of the change feed with the next save.</summary>
    /// <param name="kind">What changed.</param>
    /// <param name="now">The present.</param>
    public void Record(ClientChangeKind kind, DateTimeOffset now) => _changes.Add(new ClientChange(this, kind, now));

    private Outcome<Done> Change(ClientStatus status, ClientChangeKind kind, string reason, DateTimeOffset now)
    {
        Status = status;
        StatusReason = reason;
        StatusChangedAt = now;
        Record(kind, now);
        return new Done();
    }

    private static RegistryError RevokedIsFinal() => new(
        ErrorCodes.WrongState, "The client is revoked, and that is final. Ask for a new client instead.");
}
