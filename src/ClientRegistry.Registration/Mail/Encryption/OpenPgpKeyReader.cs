using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using MimeKit;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>
/// Reads an OpenPGP public key (RFC 9580 section 10.1) and finds the part of it that can encrypt now. Only what the key
/// itself has signed counts. A revocation counts whoever has signed it: nobody but the owner gives it to us.
/// </summary>
internal static class OpenPgpKeyReader
{
    private const int MostPackets = 500;
    private const int FewestBits = 2048;

    public static RegistryError TooManyKeys { get; } =
        RecipientKeyReader.Refuse("This holds several OpenPGP keys. Export the one for this account alone.");

    /// <summary>The packets inside an armor (RFC 9580 section 6.2).</summary>
    /// <param name="armored">From the first line of the armor on.</param>
    public static byte[] Dearmor(string armored)
    {
        using var input = new ArmoredInputStream(new MemoryStream(Encoding.Latin1.GetBytes(armored)));
        using var packets = new MemoryStream();
        input.CopyTo(packets);
        return packets.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <param name="packets">The packets.</param>
    /// <param name="now">The moment at which it is to be good.</param>
    public static Outcome<RecipientKey> Read(byte[] packets, DateTimeOffset now)
    {
        var tags = TagsOf(packets);
        if (tags.Any(t => t is PacketTag.SecretKey or PacketTag.SecretSubkey))
            return RecipientKeyReader.Refuse(PrivateKeys.Warning);
        if (tags.Count > MostPackets)
        {
            return RecipientKeyReader.Refuse(
                $"This key has more than {MostPackets} parts. Export it without other people's signatures: "
                + "gpg --armor --export-options export-minimal --export ADDRESS");
        }

        if (tags.Count(t => t == PacketTag.PublicKey) > 1) return TooManyKeys;

        using var input = new MemoryStream(packets);
        var ring = new PgpPublicKeyRing(input);
        return Judge(ring, new OpenPgpSignatures(ring.GetPublicKey(), now), now);
    }

    private static List<PacketTag> TagsOf(byte[] packets)
    {
        using var input = new BcpgInputStream(new MemoryStream(packets));
        var tags = new List<PacketTag>();
        while ((int)input.NextPacketTag() >= 0 && tags.Count <= MostPackets)
        {
            tags.Add(input.NextPacketTag());
            // The parser knows no private key that it could not read further than its tag.
            if (tags[^1] is PacketTag.SecretKey or PacketTag.SecretSubkey) break;
            input.ReadPacket();
        }

        return tags;
    }

    private static Outcome<RecipientKey> Judge(PgpPublicKeyRing ring, OpenPgpSignatures signatures, DateTimeOffset now)
    {
        var primary = ring.GetPublicKey();
        // RFC 9580 section 4.3: what to send to other versions is not what most programs read.
        if (primary.Version != 4) return RecipientKeyReader.Refuse("Give an OpenPGP key of version 4; this has another.");
        if (signatures.IsRevoked)
        {
            return RecipientKeyReader.Refuse(
                "This key is revoked. Give the one that replaces it, or none.");
        }

        if (signatures.Newest is not { } newest)
        {
            return RecipientKeyReader.Refuse(
                "This key has no valid signature of its own, so nothing in it can be relied on. Export it anew: "
                + "gpg --armor --export ADDRESS");
        }

        var end = OpenPgpSignatures.EndOf(primary, newest);
        return end <= now ? Expired(end.Value) : Choose(ring, signatures, newest, end, now);
    }

    private static Outcome<RecipientKey> Choose(
        PgpPublicKeyRing ring,
        OpenPgpSignatures signatures,
        PgpSignature newest,
        DateTimeOffset? end,
        DateTimeOffset now)
    {
        var parts = ring.GetPublicKeys()
            .Select(key => (Key: key, Signature: key.IsMasterKey ? newest : signatures.BindingOf(key)))
            .Where(c => c.Signature is not null && MayEncrypt(c.Key, c.Signature))
            .Select(c => (c.Key, End: OpenPgpSignatures.EndOf(c.Key, c.Signature!)))
            .ToList();
        if (parts.Count == 0)
        {
            return RecipientKeyReader.Refuse(
                "This key can sign but not encrypt: it has no valid, unrevoked part for encryption of at least "
                + $"{FewestBits} bits (RSA, ElGamal) or on an elliptic curve. Add one (gpg --quick-add-key FINGERPRINT) and "
                + "export the key anew.");
        }

        var usable = parts.Where(c => c.End is null || c.End > now).ToList();
        if (usable.Count == 0) return Expired(parts.Max(c => c.End)!.Value);

        var last = usable.Any(c => c.End is null) ? null : usable.Max(c => c.End);
        return new OpenPgpKey(
            new EncryptionKeyFacts(
                EncryptionKind.OpenPgp,
                ring.GetEncoded(),
                Convert.ToHexString(ring.GetPublicKey().GetFingerprint()),
                [.. signatures.UserIds.Select(AddressOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
                last is null || end < last ? end ?? last : last),
            // As other programs do: the youngest one.
            usable.MaxBy(c => c.Key.CreationTime).Key);
    }

    private static RegistryError Expired(DateTimeOffset end) => RecipientKeyReader.Refuse(
        $"This key expired on {end.UtcDateTime:yyyy-MM-dd}. Extend it (gpg --quick-set-expire FINGERPRINT 1y, and the same "
        + "with '*' after it for its parts) and export it anew, or give another one.");

    private static bool MayEncrypt(PgpPublicKey key, PgpSignature signature)
    {
        if (!key.IsEncryptionKey) return false;
        // RFC 9580 section 5.2.3.29; without the subpacket the algorithm decides.
        var subpackets = signature.GetHashedSubPackets();
        if (subpackets.HasSubpacket(SignatureSubpacketTag.KeyFlags)
            && (subpackets.GetKeyFlags() & (KeyFlags.EncryptComms | KeyFlags.EncryptStorage)) == 0)
        {
            return false;
        }

        return key.Algorithm is PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaEncrypt
            or PublicKeyAlgorithmTag.ElGamalEncrypt
                ? key.BitStrength >= FewestBits
                : key.Algorithm is PublicKeyAlgorithmTag.ECDH or PublicKeyAlgorithmTag.X25519 or PublicKeyAlgorithmTag.X448;
    }

    private static string? AddressOf(string userId) =>
        userId.Contains('@', StringComparison.Ordinal)
        && MailboxAddress.TryParse(userId, out var mailbox)
        && EmailAddress.TryRead(mailbox.Address, out var address)
            ? address
            : null;
}
