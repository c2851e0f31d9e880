using System.Formats.Asn1;
using System.Text;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Bcpg;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>Finds a private key in what somebody was about to put on file, in whatever wrapping people export it.</summary>
internal static partial class PrivateKeys
{
    /// <summary>What the person is told.</summary>
    public const string Warning =
        "This holds a private key. It was not stored, but it has left your machine: consider it leaked, revoke it and make "
        + "a new one. Then give the public key or the certificate alone.";

    /// <summary>Whether there is one.</summary>
    /// <param name="given">What was given.</param>
    public static bool AreIn(byte[] given) => given switch
    {
        [0x30, ..] => IsPrivateDer(given),
        [>= 0x80, ..] => IsSecretPacket(given[0]),
        _ => Label().IsMatch(Encoding.Latin1.GetString(given)) || IsUnderOtherLabel(given),
    };

    [GeneratedRegex("BEGIN [A-Z0-9 ]*(PRIVATE|SECRET) KEY")]
    private static partial Regex Label();

    /// <summary>Armor whose first line was changed, or PEM with a label of its own: the content tells.</summary>
    private static bool IsUnderOtherLabel(byte[] given)
    {
        foreach (Match block in Block().Matches(Encoding.Latin1.GetString(given)))
        {
            var packed = string.Concat(block.Groups["content"].Value.Where(c => !char.IsWhiteSpace(c)));
            var content = new byte[packed.Length];
            if (!Convert.TryFromBase64String(packed, content, out var length) || length == 0) continue;
            if (content[0] == 0x30 ? IsPrivateDer(content[..length]) : IsSecretPacket(content[0])) return true;
        }

        return false;
    }

    [GeneratedRegex(@"-----BEGIN [^\n]*-----\r?\n(?:[^\n]*:[^\n]*\n)*\s*(?<content>[A-Za-z0-9+/\s]+={0,2})")]
    private static partial Regex Block();

    /// <summary>RFC 9580 section 5: the tag of the first packet, in either format of its header.</summary>
    private static bool IsSecretPacket(byte header)
    {
        if ((header & 0x80) == 0) return false;
        var tag = (PacketTag)((header & 0x40) != 0 ? header & 0x3F : (header & 0x3C) >> 2);
        return tag is PacketTag.SecretKey or PacketTag.SecretSubkey;
    }

    /// <summary>
    /// PKCS #1, PKCS #8, PKCS #12 and SEC 1 keys begin with a small version number, and an encrypted PKCS #8 key with an
    /// algorithm that an octet string follows; a certificate does neither.
    /// </summary>
    private static bool IsPrivateDer(byte[] der)
    {
        try
        {
            var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            if (sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) return sequence.TryReadInt32(out _);
            sequence.ReadEncodedValue();
            return sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
