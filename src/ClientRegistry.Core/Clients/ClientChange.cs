namespace ClientRegistry.Core.Clients;

/// <summary>What happened to a client; wire values are the names in lower case.</summary>
public enum ClientChangeKind
{
    /// <summary>It came to be.</summary>
    Created,

    /// <summary>A new revision is live, or its partner has another name.</summary>
    Updated,

    /// <summary>A secret was added, ended or given another end.</summary>
    Secrets,

    /// <summary>It is refused until further notice.</summary>
    Suspended,

    /// <summary>It works again.</summary>
    Reinstated,

    /// <summary>It is refused for ever.</summary>
    Revoked,
}

/// <summary>
/// A row of the change feed, written in the transaction of the change. The context gives the sequence while it holds
/// the counter's row lock until commit, so that sequences become visible in their order and none is ever skipped.
/// </summary>
public sealed class ClientChange
{
    private ClientChange()
    {
    }

    internal ClientChange(Client client, ClientChangeKind kind, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ClientRowId = client.Id;
        ClientId = client.ClientId;
        Environment = client.Environment;
        Kind = kind;
        Revision = client.Revision;
        At = now;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Place in the feed; counts from 1, rises in the order of commits.</summary>
    public long Sequence { get; internal set; }

    /// <summary>The client's row.</summary>
    public Guid ClientRowId { get; private set; }

    /// <summary>The client's protocol identifier.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Where the client lives; a lookup key sees its own environment only.</summary>
    public ClientEnvironment Environment { get; private set; }

    /// <summary>What happened.</summary>
    public ClientChangeKind Kind { get; private set; }

    /// <summary>The revision that was live after it.</summary>
    public int Revision { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }
}
