using ClientRegistry.Core.Clients;

namespace ClientRegistry.Lookup.Ledger;

/// <summary>Something to write down that nobody waits for.</summary>
internal abstract record Note(DateTimeOffset At);

/// <summary>A refusal. What it was near to is worked out by the writer, not on the path of the answer.</summary>
internal sealed record RefusalNote(
    DateTimeOffset At,
    AttemptKind Kind,
    ClientEnvironment Environment,
    string Reason,
    string Reference,
    string? ClientId,
    Directory.ClientEntry? Client,
    string? RedirectUri,
    string? Scope) : Note(At);

/// <summary>A secret authenticated its client.</summary>
internal sealed record SecretUseNote(DateTimeOffset At, Guid SecretRowId) : Note(At);

/// <summary>A registered redirect URI was asked for.</summary>
internal sealed record RedirectUriUseNote(DateTimeOffset At, Guid ClientRowId, string RedirectUri) : Note(At);

/// <summary>A lookup key opened the API.</summary>
internal sealed record KeyUseNote(DateTimeOffset At, Guid KeyRowId) : Note(At);
