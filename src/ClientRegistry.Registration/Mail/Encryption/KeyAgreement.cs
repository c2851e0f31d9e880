using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>
/// Hands the key of a mail to the owner of a certificate on an elliptic curve (RFC 5753 section 3.1), with a key pair made
/// for this one mail. Ours, because the library derives the key over an algorithm identifier with parameters that RFC 3565
/// section 2.3.2 forbids, and OpenSSL cannot read that.
/// </summary>
/// <param name="certificate">The certificate.</param>
/// <param name="key">Its key.</param>
internal sealed class KeyAgreement(X509Certificate certificate, ECPublicKeyParameters key) : RecipientInfoGenerator
{
    private const int KeyBits = 256;

    private static readonly AlgorithmIdentifier Wrap = new(NistObjectIdentifiers.IdAes256Wrap);

    public RecipientInfo Generate(KeyParameter contentEncryptionKey, SecureRandom random)
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(key.Parameters, random));
        var pair = generator.GenerateKeyPair();
        var agreement = new ECDHBasicAgreement();
        agreement.Init(pair.Private);
        var shared = X9IntegerConverter.IntegerToBytes(agreement.CalculateAgreement(key), agreement.GetFieldSize());

        var wrap = new AesWrapEngine();
        wrap.Init(forWrapping: true, new KeyParameter(Derive(shared)));
        var content = contentEncryptionKey.GetKey();
        var encrypted = new RecipientEncryptedKey(
            new KeyAgreeRecipientIdentifier(
                new IssuerAndSerialNumber(certificate.IssuerDN, certificate.SerialNumber)),
            new DerOctetString(wrap.Wrap(content, 0, content.Length)));
        var originator = new OriginatorPublicKey(
            new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey),
            new DerBitString(((ECPublicKeyParameters)pair.Public).Q.GetEncoded(compressed: false)));
        return new RecipientInfo(new KeyAgreeRecipientInfo(
            new OriginatorIdentifierOrKey(originator),
            null,
            new AlgorithmIdentifier(SecObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, Wrap),
            new DerSequence(encrypted)));
    }

    /// <summary>The key derivation of X9.63 over ECC-CMS-SharedInfo (RFC 5753 sections 7.1 and 7.2): one round of SHA-256 is
    /// as long as the key.</summary>
    private static byte[] Derive(byte[] shared)
    {
        var length = new DerTaggedObject(
            isExplicit: true, 2, new DerOctetString([0, 0, KeyBits >> 8, KeyBits & 0xFF]));
        var info = new DerSequence(Wrap, length).GetDerEncoded();
        return SHA256.HashData([.. shared, 0, 0, 0, 1, .. info]);
    }
}
