using ClientRegistry.Core.Clients;

namespace ClientRegistry.Registration.Clients.Import;

/// <summary>A client that was registered elsewhere, as the file gives it.</summary>
/// <param name="ClientId">Its identifier, which it keeps.</param>
/// <param name="Metadata">RFC 7591 members.</param>
/// <param name="Status">Default active.</param>
/// <param name="Secret">Its secret in clear; null when there is none or a hash was given.</param>
/// <param name="SecretHash">The hash as given; null when there is none or the secret itself was given.</param>
/// <param name="SecretExpiresAt">When the secret stops being good; null for never.</param>
/// <param name="IssuedAt">When the client came to be; null for not known.</param>
internal sealed record ImportedClient(
    string ClientId,
    ClientMetadata Metadata,
    ClientStatus Status,
    string? Secret,
    string? SecretHash,
    DateTimeOffset? SecretExpiresAt,
    DateTimeOffset? IssuedAt);

/// <summary>What is wrong with the file, and where.</summary>
/// <param name="Line">Counts from 1; 0 for the file as a whole.</param>
/// <param name="Member">The member by its wire name; null for the whole line.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ImportProblem(int Line, string? Member, string Message)
{
    /// <summary>Which of the clients that begin on the line; counts from 1.</summary>
    public int Item { get; init; } = 1;

    /// <summary>As the operator reads it: <c>line 17: redirect_uris[1]: …</c>, or <c>line 1, item 2: …</c> for any but the
    /// first client of a line.</summary>
    public override string ToString() =>
        (Line > 0 ? $"line {Line}{(Item > 1 ? $", item {Item}" : "")}: " : "")
        + (Member is null ? "" : $"{Member}: ") + Message;
}
