using System.Buffers.Binary;
using System.Text;
using ClientRegistry.Lookup.Ledger;

namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// The redirect URIs of a client, to the character, with when each was last used. Kept as UTF-8 one after the other: there
/// are many clients, and this is half the room and one place in memory to look at.
/// </summary>
public sealed class RegisteredRedirectUris
{
    private const int LengthSize = sizeof(ushort);

    // Each: its length in two octets, then its octets.
    private readonly byte[] _packed;
    private readonly long[] _usedTicks;

    /// <summary>Takes them.</summary>
    /// <param name="uris">The redirect URIs; of each at most 65,535 octets.</param>
    /// <param name="lastUses">When each was last used, as far as the database knows; null for never.</param>
    public RegisteredRedirectUris(IReadOnlyList<string> uris, IReadOnlyList<DateTimeOffset?> lastUses)
    {
        ArgumentNullException.ThrowIfNull(uris);
        ArgumentNullException.ThrowIfNull(lastUses);
        _packed = new byte[uris.Sum(uri => LengthSize + Encoding.UTF8.GetByteCount(uri))];
        _usedTicks = [.. uris.Select((_, index) => lastUses[index]?.UtcTicks ?? 0)];
        var rest = _packed.AsSpan();
        foreach (var uri in uris)
        {
            var length = Encoding.UTF8.GetBytes(uri, rest[LengthSize..]);
            BinaryPrimitives.WriteUInt16LittleEndian(rest, checked((ushort)length));
            rest = rest[(LengthSize + length)..];
        }
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
    public Enumerator GetEnumerator() => new(_packed);

    /// <summary>Goes through the octets of redirect URIs.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> packed) => _rest = packed;

        /// <summary>The one it is at.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes on to the next.</summary>
        /// <returns>False when there is none.</returns>
        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var end = LengthSize + BinaryPrimitives.ReadUInt16LittleEndian(_rest);
            Current = _rest[LengthSize..end];
            _rest = _rest[end..];
            return true;
        }
    }
}
