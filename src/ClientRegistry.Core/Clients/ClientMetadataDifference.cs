using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Core.Clients;

/// <summary>What is different between two states of a client's metadata, for people to read.</summary>
/// <param name="AddedRedirectUris">Redirect URIs that only the newer one has.</param>
/// <param name="RemovedRedirectUris">Redirect URIs that only the older one has.</param>
/// <param name="AddedScopes">Scopes that only the newer one has.</param>
/// <param name="RemovedScopes">Scopes that only the older one has.</param>
/// <param name="Members">Every other member that differs.</param>
public sealed record ClientMetadataDifference(
    IReadOnlyList<string> AddedRedirectUris,
    IReadOnlyList<string> RemovedRedirectUris,
    IReadOnlyList<string> AddedScopes,
    IReadOnlyList<string> RemovedScopes,
    IReadOnlyList<ClientMetadataDifference.Member> Members)
{
    /// <summary>A member with one value on each side.</summary>
    /// <param name="Name">Its RFC 7591 name.</param>
    /// <param name="Before">What it was; empty for nothing.</param>
    /// <param name="After">What it is; empty for nothing.</param>
    public sealed record Member(string Name, string Before, string After)
    {
        /// <summary>One sentence.</summary>
        public override string ToString() => (Before.Length, After.Length) switch
        {
            (0, _) => $"{Name} is now {After}; there was none.",
            (_, 0) => $"{Name} is gone; it was {Before}.",
            _ => $"{Name} is now {After}; it was {Before}.",
        };
    }

    /// <summary>Whether both are the same.</summary>
    public bool IsEmpty => AddedRedirectUris.Count == 0 && RemovedRedirectUris.Count == 0
        && AddedScopes.Count == 0 && RemovedScopes.Count == 0 && Members.Count == 0;

    /// <summary>All that is neither a redirect URI nor empty, one sentence each.</summary>
    public IReadOnlyList<string> OtherSentences =>
    [
        .. AddedScopes.Select(s => $"The scope {s} is new."),
        .. RemovedScopes.Select(s => $"The scope {s} is gone."),
        .. Members.Select(m => m.ToString()),
    ];

    /// <summary>Compares. Redirect URIs and scopes character by character; their order means nothing.</summary>
    /// <param name="before">The older one.</param>
    /// <param name="after">The newer one.</param>
    public static ClientMetadataDifference Between(ClientMetadata before, ClientMetadata after) => new(
        [.. after.RedirectUris.Except(before.RedirectUris, StringComparer.Ordinal)],
        [.. before.RedirectUris.Except(after.RedirectUris, StringComparer.Ordinal)],
        [.. after.Scopes.Except(before.Scopes, StringComparer.Ordinal)],
        [.. before.Scopes.Except(after.Scopes, StringComparer.Ordinal)],
        [.. ReadMembers(before).Zip(ReadMembers(after))
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new Member(pair.First.Name, pair.First.Value, pair.Second.Value))]);

    private static IEnumerable<(string Name, string Value)> ReadMembers(ClientMetadata metadata) =>
    [
        (MetadataNames.ClientName, metadata.ClientName),
        (MetadataNames.ApplicationType, metadata.ApplicationType.ToString().ToLowerInvariant()),
        (MetadataNames.GrantTypes, string.Join(", ", metadata.GrantTypes)),
        (MetadataNames.ResponseTypes, string.Join(", ", metadata.ResponseTypes)),
        (MetadataNames.TokenEndpointAuthMethod, metadata.TokenEndpointAuthMethod),
        (MetadataNames.RequirePkce, metadata.RequirePkce ? "true" : "false"),
        (MetadataNames.ClientUri, metadata.ClientUri ?? ""),
        (MetadataNames.LogoUri, metadata.LogoUri ?? ""),
        (MetadataNames.PolicyUri, metadata.PolicyUri ?? ""),
        (MetadataNames.TosUri, metadata.TosUri ?? ""),
        (MetadataNames.Contacts, string.Join(", ", metadata.Contacts)),
    ];
}
