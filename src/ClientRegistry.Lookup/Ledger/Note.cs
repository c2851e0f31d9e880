using ClientRegistry.Core.Clients;

namespace ClientRegistry.Lookup.Ledger;

/// <summary>Something to write down that nobody waits for.</summary>
internal abstract record Note(DateTimeOffset At);

/// <summary>
/// A refusal. What it was near to is worked out by the writer, not on the path of the answer. Thousands may wait, and what
/// was sent may be as long as a body: so only as much of it is held as will be kept.
/// </summary>
internal sealed record RefusalNote(
    DateTimeOffset At,
    AttemptKind Kind,
    ClientEnvironment Environment,
    string Reason,
    string Reference,
    string? ClientId,
    Directory.ClientEntry? Client,
    string? RedirectUri,
    string? Scope) : Note(At)
{
    public string? ClientId { get; } = Excerpt.Of(ClientId, ClientIdentifier.MaximumLength);

    /// <summary>One more than is kept, so that a cut one is never taken for the longest that can be registered.</summary>
    public string? RedirectUri { get; } = Excerpt.Of(RedirectUri, RefusedAttempt.LongestRedirectUri + 1);

    /// <summary>How long it was as it was sent, in characters.</summary>
    public int RedirectUriLength { get; } = RedirectUri?.Length ?? 0;

    public string? Scope { get; } = Excerpt.Of(Scope, RefusedAttempt.LongestText);
}

/// <summary>A secret authenticated its client.</summary>
internal sealed record SecretUseNote(DateTimeOffset At, Guid SecretRowId) : Note(At);

/// <summary>A registered redirect URI was asked for.</summary>
internal sealed record RedirectUriUseNote(DateTimeOffset At, Guid ClientRowId, string RedirectUri) : Note(At);

/// <summary>A lookup key opened the API.</summary>
internal sealed record KeyUseNote(DateTimeOffset At, Guid KeyRowId) : Note(At);
