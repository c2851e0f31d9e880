using ClientRegistry.Core.Accounts;
using MimeKit;

namespace ClientRegistry.Registration.Mail.Encryption;

/// <summary>A key that was read and found good for encrypting a mail at this moment.</summary>
/// <param name="facts">What is known of it.</param>
internal abstract class RecipientKey(EncryptionKeyFacts facts)
{
    /// <summary>What is known of it.</summary>
    public EncryptionKeyFacts Facts { get; } = facts;

    /// <summary>Makes a body that only its owner can read.</summary>
    /// <param name="canonical">The MIME entity, lines ending in CRLF.</param>
    public abstract MimeEntity Encrypt(byte[] canonical);

    /// <summary>Whether it names an address.</summary>
    /// <param name="address">The address; case does not matter, as for accounts.</param>
    public bool Names(string address)
    {
        var normal = User.Normalize(address);
        return Facts.Addresses.Any(a => User.Normalize(a) == normal);
    }
}
