using System.Security.Cryptography;

namespace ClientRegistry.Core;

/// <summary>The one place where identifiers and tokens get their randomness: the system's generator.</summary>
public static class RandomText
{
    /// <summary>RFC 4648 section 6, in lower case.</summary>
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Random base32 in lower case, 5 bits a character.</summary>
    /// <param name="length">How many characters.</param>
    public static string Base32(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>Bytes as base32 in lower case, without padding.</summary>
    /// <param name="bytes">What to write.</param>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new char[((bytes.Length * 8) + 4) / 5];
        int buffer = 0, bits = 0, at = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[at++] = Alphabet[(buffer >> bits) & 31];
                buffer &= (1 << bits) - 1;
            }
        }

        if (bits > 0) text[at] = Alphabet[(buffer << (5 - bits)) & 31];
        return new string(text);
    }
}
