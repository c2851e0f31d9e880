using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Accounts;

/// <summary>By which standard a mail is encrypted.</summary>
public enum EncryptionKind
{
    /// <summary>OpenPGP (RFC 9580), in a mail as PGP/MIME (RFC 3156).</summary>
    OpenPgp,

    /// <summary>S/MIME 4.0 (RFC 8551), with an X.509 certificate.</summary>
    Smime,
}

/// <summary>Kinds of encryption in plain words.</summary>
public static class EncryptionKindWords
{
    /// <summary>As it stands in a sentence.</summary>
    /// <param name="kind">The kind.</param>
    public static string InWords(this EncryptionKind kind) => kind switch
    {
        EncryptionKind.OpenPgp => "OpenPGP key",
        _ => "S/MIME certificate",
    };
}

/// <summary>What a person put on file for mail to them: an OpenPGP public key or an S/MIME certificate. Never a private
/// key. Whether it is any good is judged anew each time it is used, because keys expire.</summary>
public sealed class EncryptionKey : IVersioned
{
    /// <summary>The longest key that is kept, in bytes.</summary>
    public const int DataLength = 64 * 1024;

    /// <summary>The longest list of addresses that is kept, in UTF-16 units.</summary>
    public const int AddressesLength = 2000;

    private EncryptionKey()
    {
    }

    /// <summary>Nothing is on file yet; <see cref="Replace"/> follows.</summary>
    /// <param name="userId">Whose.</param>
    public EncryptionKey(Guid userId) => UserId = userId;

    /// <summary>Whose; a person has one at most.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Which standard.</summary>
    public EncryptionKind Kind { get; private set; }

    /// <summary>The public key or certificate, binary: what was given, without armor and comments.</summary>
    public byte[] Data { get; private set; } = [];

    /// <summary>Hexadecimal, upper case: of the primary OpenPGP key, or SHA-256 over the certificate.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>The mail addresses it names, a line each; may be empty.</summary>
    public string Addresses { get; private set; } = "";

    /// <summary>When it stops being good; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Whether the person confirmed that it is theirs although it does not name the account's address.</summary>
    public bool IsOtherAddressConfirmed { get; private set; }

    /// <summary>Since when it is on file.</summary>
    public DateTimeOffset PutAt { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>Puts another key in its place.</summary>
    /// <param name="facts">What is known of the key.</param>
    /// <param name="isOtherAddressConfirmed">Whether it names another address than the account's, and the person says
    /// that it is theirs.</param>
    /// <param name="now">The present.</param>
    public void Replace(EncryptionKeyFacts facts, bool isOtherAddressConfirmed, DateTimeOffset now)
    {
        Kind = facts.Kind;
        Data = facts.Data;
        Fingerprint = facts.Fingerprint;
        Addresses = Fitting(facts.Addresses);
        ExpiresAt = facts.ExpiresAt;
        IsOtherAddressConfirmed = isOtherAddressConfirmed;
        PutAt = now;
    }

    private static string Fitting(IReadOnlyList<string> addresses)
    {
        var kept = new List<string>();
        var length = 0;
        foreach (var address in addresses)
        {
            length += address.Length + 1;
            if (length > AddressesLength) break;
            kept.Add(address);
        }

        return string.Join('\n', kept);
    }
}

/// <summary>What is known of a key that was read.</summary>
/// <param name="Kind">Which standard.</param>
/// <param name="Data">The public key or certificate, binary.</param>
/// <param name="Fingerprint">Hexadecimal, upper case.</param>
/// <param name="Addresses">The mail addresses it names.</param>
/// <param name="ExpiresAt">When it stops being good; null for never.</param>
public sealed record EncryptionKeyFacts(
    EncryptionKind Kind,
    byte[] Data,
    string Fingerprint,
    IReadOnlyList<string> Addresses,
    DateTimeOffset? ExpiresAt);
