namespace ClientRegistry.Core.Clients;

/// <summary>One approved state of a client's metadata. Never changed.</summary>
public sealed class ClientRevision
{
    private ClientRevision()
    {
    }

    internal ClientRevision(Guid clientRowId, int number, ClientMetadata metadata, Guid? requestId, DateTimeOffset now)
    {
        ClientRowId = clientRowId;
        Number = number;
        Metadata = metadata;
        RequestId = requestId;
        AppliedAt = now;
    }

    /// <summary>The client; first half of the key.</summary>
    public Guid ClientRowId { get; private set; }

    /// <summary>Counts from 1 within the client; second half of the key.</summary>
    public int Number { get; private set; }

    /// <summary>What was approved.</summary>
    public ClientMetadata Metadata { get; private set; } = new();

    /// <summary>The request behind it; null for an import.</summary>
    public Guid? RequestId { get; private set; }

    /// <summary>When it became the live one.</summary>
    public DateTimeOffset AppliedAt { get; private set; }
}
