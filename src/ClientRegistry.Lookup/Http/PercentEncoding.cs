using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace ClientRegistry.Lookup.Http;

/// <summary>
/// Decodes <c>application/x-www-form-urlencoded</c> text and path segments strictly: a broken escape or octets that are
/// not UTF-8 are an error, where the platform's own decoders pass them through or put replacement characters.
/// </summary>
internal static class PercentEncoding
{
    private const int OnStack = 512;

    /// <summary>Decodes a value.</summary>
    /// <param name="encoded">The octets as they came.</param>
    /// <param name="plusIsSpace">True for form encoding, false for a path.</param>
    /// <param name="text">What they say; null on failure.</param>
    /// <returns>False when an escape is broken or the result is not UTF-8.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, bool plusIsSpace, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (encoded.IndexOfAny((byte)'%', (byte)'+') < 0) return TryReadUtf8(encoded, out text);

        var rented = encoded.Length > OnStack ? ArrayPool<byte>.Shared.Rent(encoded.Length) : null;
        try
        {
            var decoded = rented is null ? stackalloc byte[OnStack] : rented.AsSpan();
            return TryDecode(encoded, plusIsSpace, decoded, out var length)
                && TryReadUtf8(decoded[..length], out text);
        }
        finally
        {
            // What was decoded may be a secret.
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static bool TryReadUtf8(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out string? text)
    {
        text = Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : null;
        return text is not null;
    }

    private static bool TryDecode(ReadOnlySpan<byte> encoded, bool plusIsSpace, Span<byte> decoded, out int length)
    {
        length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var octet = encoded[i];
            if (octet == '%')
            {
                if (i + 2 >= encoded.Length
                    || !char.IsAsciiHexDigit((char)encoded[i + 1])
                    || !char.IsAsciiHexDigit((char)encoded[i + 2])) return false;
                octet = (byte)((HexValue(encoded[i + 1]) << 4) | HexValue(encoded[i + 2]));
                i += 2;
            }
            else if (octet == '+' && plusIsSpace)
            {
                octet = (byte)' ';
            }

            decoded[length++] = octet;
        }

        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
