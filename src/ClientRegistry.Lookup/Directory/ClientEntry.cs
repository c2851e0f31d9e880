using ClientRegistry.Core.Clients;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// What the registry remembers of a client: enough to answer every question about it, and its document ready to write.
/// Holds no secret, only hashes. Immutable, but for notes of use and of proof.
/// </summary>
internal sealed class ClientEntry
{
    /// <summary>Row key; never leaves the registry.</summary>
    public required Guid RowId { get; init; }

    /// <summary>The protocol identifier.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where it lives.</summary>
    public required ClientEnvironment Environment { get; init; }

    /// <summary>Whether it may be used.</summary>
    public required ClientStatus Status { get; init; }

    /// <summary>Number of the approved revision that is served.</summary>
    public required int Revision { get; init; }

    /// <summary>Web or native.</summary>
    public required ApplicationType ApplicationType { get; init; }

    /// <summary>Where an authorization response may be sent.</summary>
    public required RegisteredRedirectUris RedirectUris { get; init; }

    /// <summary>Of <see cref="Core.Protocol.GrantTypes"/>.</summary>
    public required IReadOnlyList<string> GrantTypes { get; init; }

    /// <summary>Of <see cref="Core.Protocol.ResponseTypes"/>.</summary>
    public required IReadOnlyList<string> ResponseTypes { get; init; }

    /// <summary>What it was granted.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Of <see cref="Core.Protocol.TokenEndpointAuthMethods"/>.</summary>
    public required string TokenEndpointAuthMethod { get; init; }

    /// <summary>Whether an authorization request must bring a <c>code_challenge</c>; always true for a public client.</summary>
    public required bool RequirePkce { get; init; }

    /// <summary>Its secrets, live and ended.</summary>
    public required IReadOnlyList<SecretEntry> Secrets { get; init; }

    /// <summary>The client document of the contract, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>Entity tag of <see cref="Document"/>, with its quotes; begins with the revision.</summary>
    public required string ETag { get; init; }

    /// <summary>Time stamp (<see cref="TimeProvider.GetTimestamp"/>) from before the database was asked.</summary>
    public required long LoadedAt { get; init; }

    /// <summary>Why a client may not be used: the one place that says so.</summary>
    /// <param name="client">The client; null when there is none.</param>
    /// <param name="environment">The environment of the lookup key that asks.</param>
    /// <returns>Of <see cref="Reasons"/>; null for an active client of that environment, and for no other.</returns>
    public static string? WhyUnusable(ClientEntry? client, ClientEnvironment environment) => client switch
    {
        null => Reasons.UnknownClient,
        _ when client.Environment != environment => Reasons.WrongEnvironment,
        { Status: ClientStatus.Active } => null,
        { Status: ClientStatus.Suspended } => Reasons.ClientSuspended,
        _ => Reasons.ClientRevoked,
    };

    /// <summary>Time stamp of when <see cref="RecentEntries"/> had it from the cache.</summary>
    internal long GivenAt { get; set; }
}
