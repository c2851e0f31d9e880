using System.Text;
using ClientRegistry.Lookup.Ledger;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// The redirect URIs of a client, to the character, with when each was last used. They are compared where they stand, in
/// the client document: that saves memory, and what is compared is what is served.
/// </summary>
internal sealed class RegisteredRedirectUris
{
    private const byte Quote = (byte)'"';
    private readonly byte[] _document;
    private readonly int _start;
    private readonly long[] _usedTicks;

    /// <summary>Takes them.</summary>
    /// <param name="document">UTF-8 JSON without white space, in which they are an array of strings.</param>
    /// <param name="start">Where that array begins, with its bracket.</param>
    /// <param name="lastUses">When each was last used, as far as the database knows; null for never.</param>
    /// <exception cref="ArgumentException">
    /// There is no such array, it is of another length, or a character in it is escaped: the redirect-URI policy accepts none
    /// that would be.
    /// </exception>
    public RegisteredRedirectUris(byte[] document, int start, IReadOnlyList<DateTimeOffset?> lastUses)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(lastUses);
        (_document, _start) = (document, start);
        _usedTicks = [.. lastUses.Select(use => use?.UtcTicks ?? 0)];

        var count = 0;
        foreach (var uri in this)
        {
            if (uri.Contains((byte)'\\')) throw new ArgumentException("A redirect URI has a character that no URI has.", nameof(document));
            count++;
        }

        if (count != Count) throw new ArgumentException($"There are {count} redirect URIs, not {Count}.", nameof(lastUses));
    }

    /// <summary>How many there are.</summary>
    public int Count => _usedTicks.Length;

    /// <summary>One of them.</summary>
    /// <param name="index">Which, from 0.</param>
    public string this[int index]
    {
        get
        {
            foreach (var one in this)
                if (index-- == 0) return Encoding.UTF8.GetString(one);
            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> ToList() => [.. Enumerable.Range(0, Count).Select(index => this[index])];

    /// <summary>Notes a use of one of them; see <see cref="LastUse"/>.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="now">The present.</param>
    /// <returns>True for the one caller who has to write it down.</returns>
    public bool IsUseWorthNoting(int index, DateTimeOffset now) => LastUse.IsWorthNoting(ref _usedTicks[index], now);

    /// <summary>Goes through their octets, UTF-8.</summary>
    public Enumerator GetEnumerator() => new(_document.AsSpan(_start));

    /// <summary>Goes through the octets of redirect URIs.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> array)
        {
            if (array is not [(byte)'[', ..]) throw new ArgumentException("There is no array.", nameof(array));
            _rest = array[1..];
        }

        /// <summary>The one it is at.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes on to the next.</summary>
        /// <returns>False when there is none.</returns>
        public bool MoveNext()
        {
            if (_rest is [(byte)',', ..]) _rest = _rest[1..];
            if (_rest is not [Quote, ..]) return false;
            var end = _rest[1..].IndexOf(Quote);
            Current = _rest[1..(end + 1)];
            _rest = _rest[(end + 2)..];
            return true;
        }
    }
}
