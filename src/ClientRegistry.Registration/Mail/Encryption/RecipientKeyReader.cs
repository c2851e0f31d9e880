using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>
/// Reads an OpenPGP public key or an S/MIME certificate and judges whether a mail can be encrypted to it now. What it
/// refuses it explains; the explanation holds nothing of what was given. Not judged: whether somebody vouches for it
/// (OpenPGP's web of trust, the authority behind a certificate), and whether an authority has revoked a certificate.
/// </summary>
internal static class RecipientKeyReader
{
    private const string PgpBlock = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private const string PemLabel = "-----BEGIN CERTIFICATE-----";

    /// <summary>Reads it.</summary>
    /// <param name="given">As it was pasted or uploaded, or as it is kept.</param>
    /// <param name="now">The moment at which it is to be good.</param>
    /// <returns>The key, or <c>invalid_input</c>.</returns>
    public static Outcome<RecipientKey> Read(byte[] given, DateTimeOffset now)
    {
        if (given.Length > EncryptionKey.DataLength)
        {
            return Refuse(
                $"This is larger than {EncryptionKey.DataLength / 1024} KiB. Export it without other people's signatures: "
                + "gpg --armor --export-options export-minimal --export ADDRESS");
        }

        if (PrivateKeys.AreIn(given)) return Refuse(PrivateKeys.Warning);

        try
        {
            return ReadPublic(given, now);
        }
        catch (Exception)
        {
            // The parsers throw whatever they please on input that is made to confuse them.
            return Unreadable;
        }
    }

    internal static RegistryError Refuse(string message) => new(ErrorCodes.Invalid, message);

    private static RegistryError Unreadable { get; } = Refuse(
        "This is neither an OpenPGP public key nor an S/MIME certificate, or it is damaged. Export it anew: "
        + "gpg --armor --export ADDRESS, or your certificate as a .pem, .cer or .crt file, without the private key.");

    private static Outcome<RecipientKey> ReadPublic(byte[] given, DateTimeOffset now)
    {
        var text = Encoding.Latin1.GetString(given);
        if (text.Contains(PgpBlock, StringComparison.Ordinal))
        {
            return text.IndexOf(PgpBlock, StringComparison.Ordinal) == text.LastIndexOf(PgpBlock, StringComparison.Ordinal)
                ? OpenPgpKeyReader.Read(OpenPgpKeyReader.Dearmor(text[text.IndexOf(PgpBlock, StringComparison.Ordinal)..]), now)
                : OpenPgpKeyReader.TooManyKeys;
        }

        if (text.Contains(PemLabel, StringComparison.Ordinal)) return ReadPem(text, now);

        // A certificate is a DER sequence; the first octet of every OpenPGP packet has its highest bit set.
        return given switch
        {
            [0x30, ..] => CertificateReader.Read(given, now),
            [>= 0x80, ..] => OpenPgpKeyReader.Read(given, now),
            _ => Unreadable,
        };
    }

    private static Outcome<RecipientKey> ReadPem(string text, DateTimeOffset now)
    {
        var begin = text.IndexOf(PemLabel, StringComparison.Ordinal);
        if (begin != text.LastIndexOf(PemLabel, StringComparison.Ordinal))
        {
            return Refuse(
                "This holds several certificates. Give your own one alone, without those of the authority.");
        }

        // Exporting programs write remarks before and after the block.
        var fields = System.Security.Cryptography.PemEncoding.Find(text.AsSpan(begin));
        return CertificateReader.Read(Convert.FromBase64String(text[begin..][fields.Base64Data]), now);
    }
}
