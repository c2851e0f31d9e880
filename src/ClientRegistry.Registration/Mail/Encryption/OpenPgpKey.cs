using ClientRegistry.Core.Accounts;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>An OpenPGP key that can encrypt now.</summary>
/// <param name="facts">What is known of it.</param>
/// <param name="part">The part of it that encrypts.</param>
internal sealed class OpenPgpKey(EncryptionKeyFacts facts, PgpPublicKey part) : RecipientKey(facts)
{
    private const string Subtype = "pgp-encrypted";

    /// <summary>PGP/MIME, RFC 3156 section 4.</summary>
    public override MimeEntity Encrypt(byte[] canonical)
    {
        var control = new MimePart("application", Subtype)
        {
            Content = new MimeContent(new MemoryStream("Version: 1\r\n"u8.ToArray())),
            ContentTransferEncoding = ContentEncoding.SevenBit,
        };
        var content = new MimePart("application", "octet-stream")
        {
            Content = new MimeContent(new MemoryStream(Armored(canonical))),
            ContentTransferEncoding = ContentEncoding.SevenBit,
            ContentDisposition = new ContentDisposition(ContentDisposition.Inline) { FileName = "encrypted.asc" },
        };
        var encrypted = new MultipartEncrypted();
        encrypted.ContentType.Parameters["protocol"] = $"application/{Subtype}";
        encrypted.Add(control);
        encrypted.Add(content);
        return encrypted;
    }

    /// <summary>AES-256, with the integrity protection that every program reads (RFC 9580 section 5.13.1).</summary>
    private byte[] Armored(byte[] content)
    {
        var generator = new PgpEncryptedDataGenerator(SymmetricKeyAlgorithmTag.Aes256, withIntegrityPacket: true);
        generator.AddMethod(part);

        using var literal = new MemoryStream();
        using (var packet = new PgpLiteralDataGenerator().Open(
            literal, PgpLiteralData.Binary, name: "", content.Length, DateTime.UnixEpoch))
        {
            packet.Write(content);
        }

        using var result = new MemoryStream();
        using (var armor = ArmoredOutputStream.Build().ClearHeaders().Build(result))
        {
            using var encrypted = generator.Open(armor, literal.Length);
            literal.WriteTo(encrypted);
        }

        return result.ToArray();
    }
}
