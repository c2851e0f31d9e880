using System.Security.Cryptography;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>Reads an S/MIME certificate (RFC 8550) and judges whether a mail can be encrypted to it now.</summary>
internal static class CertificateReader
{
    private const int FewestBits = 2048;

    // Places in the bit string of RFC 5280 section 4.2.1.3.
    private const int KeyEncipherment = 2;
    private const int KeyAgreement = 4;

    /// <summary>Reads it.</summary>
    /// <param name="der">The certificate.</param>
    /// <param name="now">The moment at which it is to be good.</param>
    public static Outcome<RecipientKey> Read(byte[] der, DateTimeOffset now)
    {
        var certificate = new X509Certificate(X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(der)));
        if (CheckTime(certificate, now) is { } outside) return outside;
        if (CheckKey(certificate) is { } unfit) return unfit;
        if (CheckPurpose(certificate) is { } foreign) return foreign;

        var data = certificate.GetEncoded();
        return new SmimeCertificate(
            new EncryptionKeyFacts(
                EncryptionKind.Smime,
                data,
                Convert.ToHexString(SHA256.HashData(data)),
                [.. AddressesOf(certificate).Distinct(StringComparer.OrdinalIgnoreCase)],
                Utc(certificate.NotAfter)),
            certificate);
    }

    private static RegistryError? CheckTime(X509Certificate certificate, DateTimeOffset now)
    {
        if (Utc(certificate.NotAfter) <= now)
        {
            return RecipientKeyReader.Refuse(
                $"This certificate expired on {certificate.NotAfter:yyyy-MM-dd}. Give the one that replaces it.");
        }

        return Utc(certificate.NotBefore) > now
            ? RecipientKeyReader.Refuse(
                $"This certificate is not valid before {certificate.NotBefore:yyyy-MM-dd HH:mm} UTC. Give it again then.")
            : null;
    }

    /// <summary>RFC 8551 section 4.4 and RFC 5280 section 4.2.1.3.</summary>
    private static RegistryError? CheckKey(X509Certificate certificate)
    {
        var usage = certificate.GetKeyUsage();
        bool Allows(int bit) => usage is null || (usage.Length > bit && usage[bit]);

        return certificate.GetPublicKey() switch
        {
            RsaKeyParameters rsa when rsa.Modulus.BitLength < FewestBits => RecipientKeyReader.Refuse(
                $"The RSA key of this certificate has {rsa.Modulus.BitLength} bits; it needs {FewestBits} at least. Give a "
                + "certificate with a longer one."),
            RsaKeyParameters when !Allows(KeyEncipherment) => CannotEncrypt("keyEncipherment"),
            ECPublicKeyParameters when !Allows(KeyAgreement) => CannotEncrypt("keyAgreement"),
            RsaKeyParameters or ECPublicKeyParameters => null,
            _ => RecipientKeyReader.Refuse(
                "The key of this certificate is of a kind to which mail programs cannot encrypt. Give a certificate with an "
                + "RSA or elliptic-curve key."),
        };
    }

    private static RegistryError CannotEncrypt(string usage) => RecipientKeyReader.Refuse(
        $"This certificate is for signing only: its key usage lacks {usage}. Give the one that is for encryption.");

    /// <summary>RFC 8550 section 4.4.4.</summary>
    private static RegistryError? CheckPurpose(X509Certificate certificate) =>
        certificate.GetExtendedKeyUsage() is { } purposes
        && !purposes.Contains(KeyPurposeID.id_kp_emailProtection)
        && !purposes.Contains(KeyPurposeID.AnyExtendedKeyUsage)
            ? RecipientKeyReader.Refuse(
                "This certificate is not for mail: its extended key usage lacks emailProtection. Give one for S/MIME.")
            : null;

    /// <summary>RFC 8550 section 3: the subject alternative name, and the older attribute of the subject.</summary>
    private static IEnumerable<string> AddressesOf(X509Certificate certificate)
    {
        var names = certificate.GetSubjectAlternativeNameExtension()?.GetNames() ?? [];
        return names.Where(n => n.TagNo == GeneralName.Rfc822Name).Select(n => n.Name.ToString() ?? "")
            .Concat(certificate.SubjectDN.GetValueList(X509Name.EmailAddress))
            .Where(a => EmailAddress.TryRead(a, out _));
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
