using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Clients;

namespace ClientRegistry.Core.Accounts;

/// <summary>
/// How an authorization server identifies itself to the lookup API: a bearer token (RFC 6750), shown once, stored as
/// SHA-256, bound to one environment.
/// </summary>
public sealed class LookupKey
{
    /// <summary>What every key begins with, so that leak scanners find it.</summary>
    public const string Prefix = "crk_";

    private LookupKey()
    {
    }

    private LookupKey(
        string name, ClientEnvironment environment, string keyHash, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name;
        Environment = environment;
        KeyHash = keyHash;
        ExpiresAt = expiresAt;
        CreatedAt = now;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>What the administrator calls it; unique.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The one environment whose clients it sees.</summary>
    public ClientEnvironment Environment { get; private set; }

    /// <summary>SHA-256 in base64; full entropy needs no slow hash.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>When it came to be.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it stops being good; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Since when it is no longer good; null while nobody revoked it.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>When it was last used, give or take the flush interval; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Makes a key.</summary>
    /// <param name="name">What the administrator calls it.</param>
    /// <param name="environment">The environment it sees.</param>
    /// <param name="expiresAt">When it stops being good; null for never.</param>
    /// <param name="now">The present.</param>
    /// <returns>The row, and the key in clear for its one showing.</returns>
    public static (LookupKey Key, string Plain) Issue(
        string name, ClientEnvironment environment, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var plain = Prefix + RandomText.Base32(52);
        return (FromPlain(name, environment, plain, expiresAt, now), plain);
    }

    /// <summary>The row for a key that is given: the demonstration's well-known one.</summary>
    /// <param name="name">What the administrator calls it.</param>
    /// <param name="environment">The environment it sees.</param>
    /// <param name="plain">The key in clear.</param>
    /// <param name="expiresAt">When it stops being good; null for never.</param>
    /// <param name="now">The present.</param>
    public static LookupKey FromPlain(
        string name, ClientEnvironment environment, string plain, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        new(name, environment, HashOf(plain), expiresAt, now);

    /// <summary>The stored form of a key.</summary>
    /// <param name="plain">The key in clear.</param>
    public static string HashOf(string plain) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(plain)));

    /// <summary>Whether it opens the API at that moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);

    /// <summary>Ends it.</summary>
    /// <param name="now">The present.</param>
    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
