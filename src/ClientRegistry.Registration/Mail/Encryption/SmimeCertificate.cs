using ClientRegistry.Core.Accounts;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>A certificate to which a mail can be encrypted now.</summary>
/// <param name="facts">What is known of it.</param>
/// <param name="certificate">The certificate.</param>
internal sealed class SmimeCertificate(EncryptionKeyFacts facts, X509Certificate certificate) : RecipientKey(facts)
{
    /// <summary>Enveloped data (RFC 8551 section 3.3) with AES-256 in the mode that every mail program reads.</summary>
    public override MimeEntity Encrypt(byte[] canonical)
    {
        var generator = new CmsEnvelopedDataGenerator();
        if (certificate.GetPublicKey() is ECPublicKeyParameters key)
            generator.AddRecipientInfoGenerator(new KeyAgreement(certificate, key));
        else
            generator.AddKeyTransRecipient(certificate);

        var enveloped = generator.Generate(new CmsProcessableByteArray(canonical), NistObjectIdentifiers.IdAes256Cbc);
        return new ApplicationPkcs7Mime(SecureMimeType.EnvelopedData, new MemoryStream(enveloped.GetEncoded()))
        {
            ContentTransferEncoding = ContentEncoding.Base64,
        };
    }
}
