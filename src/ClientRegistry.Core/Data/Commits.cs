using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;

namespace ClientRegistry.Core.Data;

/// <summary>
/// Tells this process what it has just committed, so that its own caches answer anew at once and its mail worker wakes.
/// Other processes learn the same from the database.
/// </summary>
public sealed class Commits
{
    /// <summary>Client changes are committed; raised before the save returns to whoever called it.</summary>
    public event Action<IReadOnlyList<ClientChange>>? ClientsChanged;

    /// <summary>Mail is owed since this commit, or was put back into the queue.</summary>
    public event Action? MailOwed;

    /// <summary>Lookup keys were issued or revoked, as they are now.</summary>
    public event Action<IReadOnlyList<LookupKey>>? LookupKeysChanged;

    /// <summary>Something happened to client requests: the new entries of their timelines.</summary>
    public event Action<IReadOnlyList<RequestEvent>>? RequestsMoved;

    internal void Publish(
        IReadOnlyList<ClientChange> changes, IReadOnlyList<RequestEvent> moves, bool owesMail, IReadOnlyList<LookupKey> keys)
    {
        if (moves.Count > 0) RequestsMoved?.Invoke(moves);
        if (keys.Count > 0) LookupKeysChanged?.Invoke(keys);
        if (changes.Count > 0) ClientsChanged?.Invoke(changes);
        if (owesMail) MailOwed?.Invoke();
    }
}
