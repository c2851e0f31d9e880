using System.Collections.Concurrent;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// Lists of words that many clients have in common (grants, response types, scopes), once in memory: what is held takes
/// less room, and an answer touches less of it. Bounded; a list too many is simply not shared.
/// </summary>
internal sealed class SharedWords
{
    /// <summary>How many lists are shared at most.</summary>
    public const int Capacity = 4096;

    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The shared list of the same words.</summary>
    /// <param name="words">Words without line feed, in their order.</param>
    public IReadOnlyList<string> Share(IReadOnlyList<string> words)
    {
        var key = string.Concat(words.Select(word => word + '\n'));
        if (_lists.TryGetValue(key, out var shared)) return shared;
        if (Interlocked.Increment(ref _count) > Capacity)
        {
            Interlocked.Decrement(ref _count);
            return words;
        }

        return _lists.GetOrAdd(key, words);
    }

    /// <summary>The shared text of one word.</summary>
    /// <param name="word">The word.</param>
    public string Share(string word) => Share([word])[0];
}
