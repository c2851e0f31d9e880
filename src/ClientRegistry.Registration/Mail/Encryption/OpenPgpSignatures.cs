using System.Buffers.Binary;
using System.Text;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>What an OpenPGP key says about itself, in signatures that are verified and count at a moment.</summary>
internal sealed class OpenPgpSignatures
{
    /// <summary>Clocks differ, and a key may be given to us in the minute in which it was made.</summary>
    private static readonly TimeSpan AheadOfUs = TimeSpan.FromHours(1);

    private readonly PgpPublicKey _primary;
    private readonly DateTimeOffset _now;
    private readonly List<string> _userIds = [];

    public OpenPgpSignatures(PgpPublicKey primary, DateTimeOffset now)
    {
        (_primary, _now) = (primary, now);
        foreach (var userId in primary.GetRawUserIds())
        {
            byte[] subject = [.. Framed(primary), 0xB4, .. BigEndian(userId.Length), .. userId];
            var certifications = (primary.GetSignaturesForId(userId) ?? [])
                .Where(s => s.IsCertification() || s.SignatureType == PgpSignature.CertificationRevocation)
                .Where(s => Counts(s, subject));
            // RFC 9580 section 5.2.1.10: the newer of certification and revocation counts.
            if (NewestOf(certifications) is not { } newest || !newest.IsCertification()) continue;

            _userIds.Add(Encoding.UTF8.GetString(userId));
            Newest = NewestOf([Newest, newest]);
        }

        var direct = primary.GetSignaturesOfType(PgpSignature.DirectKey).Where(s => Counts(s, Framed(primary)));
        Newest = NewestOf([Newest, .. direct]);
    }

    /// <summary>The newest signature that says when the primary key ends and what it is for; null for none.</summary>
    public PgpSignature? Newest { get; }

    /// <summary>Whom it belongs to, as far as the key itself says so.</summary>
    public IReadOnlyList<string> UserIds => _userIds;

    /// <summary>Whether the whole key is revoked.</summary>
    public bool IsRevoked => _primary.GetSignaturesOfType(PgpSignature.KeyRevocation).Any();

    /// <summary>The newest signature that binds a part to the primary key; null when none does or it is revoked.</summary>
    /// <param name="part">The subkey.</param>
    public PgpSignature? BindingOf(PgpPublicKey part) =>
        part.GetSignaturesOfType(PgpSignature.SubkeyRevocation).Any()
            ? null
            : NewestOf(part.GetSignaturesOfType(PgpSignature.SubkeyBinding)
                .Where(s => Counts(s, [.. Framed(_primary), .. Framed(part)])));

    /// <summary>When a key ends (RFC 9580 section 5.2.3.13: counted from its creation); null for never.</summary>
    /// <param name="key">The key.</param>
    /// <param name="signature">What says so.</param>
    public static DateTimeOffset? EndOf(PgpPublicKey key, PgpSignature signature)
    {
        var seconds = signature.GetHashedSubPackets().GetKeyExpirationTime();
        return seconds == 0 ? null : Utc(key.CreationTime).AddSeconds(seconds);
    }

    /// <summary>Whether the key itself made it, it is in force, and it verifies.</summary>
    private bool Counts(PgpSignature signature, byte[] subject)
    {
        if (signature.KeyId != _primary.KeyId || !signature.HasSubpackets) return false;

        var made = Utc(signature.CreationTime);
        var seconds = signature.GetHashedSubPackets().GetSignatureExpirationTime();
        if (made > _now + AheadOfUs || (seconds != 0 && made.AddSeconds(seconds) <= _now)) return false;

        try
        {
            signature.InitVerify(_primary);
            signature.Update(subject);
            return signature.Verify();
        }
        catch (Exception e) when (e is PgpException or GeneralSecurityException or ArgumentException)
        {
            // An algorithm nobody knows, or numbers that are none: such a signature says nothing.
            return false;
        }
    }

    /// <summary>A key as signatures cover it (RFC 9580 section 5.2.4).</summary>
    private static byte[] Framed(PgpPublicKey key)
    {
        var body = key.PublicKeyPacket.GetEncodedContents();
        return [0x99, (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    private static byte[] BigEndian(int number)
    {
        var octets = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(octets, number);
        return octets;
    }

    private static PgpSignature? NewestOf(IEnumerable<PgpSignature?> signatures) =>
        signatures.OfType<PgpSignature>().MaxBy(s => s.CreationTime);

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
