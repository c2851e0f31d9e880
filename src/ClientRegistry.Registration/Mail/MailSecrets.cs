using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ClientRegistry.Registration.Mail;

/// <summary>Encrypts the secrets of undelivered mails, under a purpose of their own.</summary>
/// <param name="provider">The Data Protection keys, which are never in the same database in clear.</param>
public sealed class MailSecrets(IDataProtectionProvider provider)
{
    private const string WitnessText = "The keys of this registry.";

    private readonly IDataProtector _protector = provider.CreateProtector("ClientRegistry.OutgoingMail.Secret.v1");
    private readonly IDataProtector _witness = provider.CreateProtector("ClientRegistry.KeyWitness.v1");

    /// <summary>Encrypts.</summary>
    /// <param name="secret">In clear.</param>
    public string Protect(string secret) => _protector.Protect(secret);

    /// <summary>Decrypts.</summary>
    /// <param name="protectedSecret">What <see cref="Protect"/> returned.</param>
    /// <exception cref="CryptographicException">The keys are not those.</exception>
    public string Unprotect(string protectedSecret) => _protector.Unprotect(protectedSecret);

    /// <summary>Whether <see cref="Unprotect"/> would succeed.</summary>
    /// <param name="protectedSecret">What <see cref="Protect"/> returned.</param>
    public bool CanUnprotect(string protectedSecret) => CanOpen(_protector, protectedSecret);

    /// <summary>A text that only these keys can open.</summary>
    internal string MakeWitness() => _witness.Protect(WitnessText);

    /// <summary>Whether these keys have made that text.</summary>
    internal bool CanOpenWitness(string proof) => CanOpen(_witness, proof);

    private static bool CanOpen(IDataProtector protector, string text)
    {
        try
        {
            protector.Unprotect(text);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
