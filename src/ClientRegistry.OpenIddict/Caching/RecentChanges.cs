using System.Collections.Concurrent;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// Clients that changed a moment ago. Another node of the registry may lag behind the one whose feed is read, and a
/// question may have been under way: what they say meanwhile is not believed for long.
/// </summary>
internal sealed class RecentChanges(TimeProvider time)
{
    /// <summary>By when every node of the registry answers anew, as its contract says.</summary>
    public static readonly TimeSpan NodeLag = TimeSpan.FromSeconds(2);

    // Longer than a question can be under way, with its repetitions.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Mark> _marks = new(StringComparer.Ordinal);

    public void Add(string clientId, bool stops)
    {
        var now = time.GetTimestamp();
        _marks[clientId] = new Mark(now, stops);
        foreach (var (id, mark) in _marks)
            if (time.GetElapsedTime(mark.At, now) > Kept) _marks.TryRemove(KeyValuePair.Create(id, mark));
    }

    /// <summary>Whether the feed stopped this client so lately that a node may not know yet.</summary>
    public bool IsStopped(string clientId) =>
        _marks.TryGetValue(clientId, out var mark) && mark.Stops && time.GetElapsedTime(mark.At) < NodeLag;

    /// <summary>Whether an answer to a question of this time may be older than the last change.</summary>
    public bool MayPrecede(string clientId, long askedAt) =>
        _marks.TryGetValue(clientId, out var mark) && time.GetElapsedTime(mark.At, askedAt) < NodeLag;

    private sealed record Mark(long At, bool Stops);
}
