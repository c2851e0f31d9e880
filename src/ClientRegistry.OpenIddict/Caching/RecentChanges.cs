using System.Collections.Concurrent;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// Clients that changed a moment ago. Another node of the registry may lag behind the one whose feed is read, and a
/// question may have been under way: what they say meanwhile may be older than the change. Bounded: what had to be
/// forgotten is taken for a change of every client. One caller at a time adds; anybody asks.
/// </summary>
internal sealed class RecentChanges(TimeProvider time)
{
    /// <summary>By when every node of the registry answers anew, as its contract says.</summary>
    public static readonly TimeSpan NodeLag = TimeSpan.FromSeconds(2);

    private const int Most = 20_000;

    // Longer than a question can be under way, with all the repetitions that the options allow.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, Mark> _marks = new(StringComparer.Ordinal);
    private readonly Queue<Mark> _inOrder = new();
    private readonly long _lag = time.TicksIn(NodeLag);
    private long _forgottenUpTo = long.MinValue;

    public void Add(string clientId, string kind)
    {
        var stops = kind is WireNames.Suspended or WireNames.Revoked
            || (kind != WireNames.Reinstated && _marks.TryGetValue(clientId, out var last) && last.Stops);
        var mark = new Mark(clientId, time.GetTimestamp(), stops);
        _marks[clientId] = mark;
        _inOrder.Enqueue(mark);
        while (_inOrder.Count > Most || time.GetElapsedTime(_inOrder.Peek().At, mark.At) > Kept) Forget(_inOrder.Dequeue());
    }

    /// <summary>Whether an answer to a question of this time may be older than a change.</summary>
    public bool MayPrecede(string clientId, long askedAt) =>
        (_marks.TryGetValue(clientId, out var mark) && askedAt - _lag < mark.At)
        || askedAt - _lag < Volatile.Read(ref _forgottenUpTo);

    /// <summary>When this client was stopped, if an answer to a question of this time may not know it yet; else null.</summary>
    public long? StopUnknownTo(string clientId, long askedAt) =>
        _marks.TryGetValue(clientId, out var mark) && mark.Stops && askedAt - _lag < mark.At ? mark.At : null;

    private void Forget(Mark mark)
    {
        // In this order, so that at no time it is neither remembered nor forgotten.
        Volatile.Write(ref _forgottenUpTo, mark.At);
        _marks.TryRemove(KeyValuePair.Create(mark.ClientId, mark));
    }

    // A class: the mark of the same client at the same time is another one.
    private sealed class Mark(string clientId, long at, bool stops)
    {
        public string ClientId => clientId;

        public long At => at;

        public bool Stops => stops;
    }
}
