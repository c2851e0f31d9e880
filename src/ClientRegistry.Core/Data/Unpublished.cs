using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;

namespace ClientRegistry.Core.Data;

/// <summary>What saves inside one transaction will tell this process once it is committed.</summary>
internal sealed class Unpublished
{
    private readonly List<ClientChange> _changes = [];
    private readonly List<RequestEvent> _moves = [];
    private bool _owesMail;
    private bool _changesKeys;

    public void Add(
        IReadOnlyList<ClientChange> changes, IReadOnlyList<RequestEvent> moves, bool owesMail, bool changesKeys)
    {
        _changes.AddRange(changes);
        _moves.AddRange(moves);
        _owesMail |= owesMail;
        _changesKeys |= changesKeys;
    }

    public void Publish(Commits commits) => commits.Publish(_changes, _moves, _owesMail, _changesKeys);
}
