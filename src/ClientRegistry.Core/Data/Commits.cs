using ClientRegistry.Core.Clients;

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

    /// <summary>A lookup key was issued or revoked.</summary>
    public event Action? LookupKeysChanged;

    internal void Publish(IReadOnlyList<ClientChange> changes, bool owesMail, bool changesKeys)
    {
        if (changesKeys) LookupKeysChanged?.Invoke();
        if (changes.Count > 0) ClientsChanged?.Invoke(changes);
        if (owesMail) MailOwed?.Invoke();
    }
}
