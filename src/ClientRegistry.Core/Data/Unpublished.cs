using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;

namespace ClientRegistry.Core.Data;

/// <summary>What saves inside one transaction will tell this process once it is committed.</summary>
internal sealed class Unpublished
{
    private readonly List<ClientChange> _changes = [];
    private readonly List<RequestEvent> _moves = [];
    private readonly List<LookupKey> _keys = [];
    private bool _owesMail;

    public void Add(
        IReadOnlyList<ClientChange> changes, IReadOnlyList<RequestEvent> moves, bool owesMail, IReadOnlyList<LookupKey> keys)
    {
        _changes.AddRange(changes);
        _moves.AddRange(moves);
        _owesMail |= owesMail;
        _keys.AddRange(keys);
    }

    public void Publish(Commits commits) => commits.Publish(_changes, _moves, _owesMail, _keys);
}
