using ClientRegistry.Core;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace ClientRegistry.Registration.Mail.Signing;

/// <summary>The private key that signs mails.</summary>
/// <param name="Private">The key.</param>
/// <param name="Algorithm">What it signs with.</param>
internal sealed record DkimKey(AsymmetricKeyParameter Private, DkimSignatureAlgorithm Algorithm)
{
    private const int FewestBits = 2048;

    /// <summary>The record that receivers look up (RFC 6376 section 3.6.1; RFC 8463 section 4 for Ed25519).</summary>
    public string Record => Private switch
    {
        Ed25519PrivateKeyParameters key =>
            $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(key.GeneratePublicKey().GetEncoded())}",
        RsaPrivateCrtKeyParameters key =>
            $"v=DKIM1; k=rsa; p={Convert.ToBase64String(PublicPart(key))}",
        _ => throw new InvalidOperationException("No such key is ever read."),
    };

    /// <summary>Reads it.</summary>
    /// <param name="file">Path of the PEM file.</param>
    /// <returns>The key, or <c>invalid_input</c>; the message completes a sentence that begins with the key's name.</returns>
    public static Outcome<DkimKey> Read(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            return new PemReader(reader).ReadObject() switch
            {
                AsymmetricCipherKeyPair pair => Of(pair.Private),
                AsymmetricKeyParameter key => Of(key),
                _ => Refuse("holds no private key in PEM."),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"cannot be read: {e.Message}");
        }
        catch (Org.BouncyCastle.OpenSsl.PasswordException)
        {
            return Refuse("is protected by a password. Give the key without one, readable by this program alone.");
        }
        catch (Exception e) when (e is PemException or InvalidKeyException or ArgumentException or FormatException)
        {
            return Refuse("is damaged, or not a private key in PEM.");
        }
    }

    private static Outcome<DkimKey> Of(AsymmetricKeyParameter key) => key switch
    {
        // RFC 8301 section 3.2.
        RsaPrivateCrtKeyParameters rsa when rsa.Modulus.BitLength < FewestBits =>
            Refuse($"holds an RSA key of {rsa.Modulus.BitLength} bits; it needs {FewestBits} at least."),
        RsaPrivateCrtKeyParameters => new DkimKey(key, DkimSignatureAlgorithm.RsaSha256),
        Ed25519PrivateKeyParameters => new DkimKey(key, DkimSignatureAlgorithm.Ed25519Sha256),
        { IsPrivate: false } => Refuse("holds a public key; the private one signs."),
        _ => Refuse("holds a key that is neither RSA nor Ed25519."),
    };

    private static RegistryError Refuse(string message) => new(ErrorCodes.Invalid, message);

    private static byte[] PublicPart(RsaPrivateCrtKeyParameters key) => SubjectPublicKeyInfoFactory
        .CreateSubjectPublicKeyInfo(new RsaKeyParameters(isPrivate: false, key.Modulus, key.PublicExponent))
        .GetDerEncoded();
}
