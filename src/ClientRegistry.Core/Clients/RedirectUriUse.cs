using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ClientRegistry.Core.Clients;

/// <summary>When a registered redirect URI was last asked for and found good.</summary>
public sealed class RedirectUriUse
{
    private RedirectUriUse()
    {
    }

    /// <summary>The first use.</summary>
    /// <param name="clientRowId">The client.</param>
    /// <param name="redirectUri">The registered URI.</param>
    /// <param name="at">When.</param>
    public RedirectUriUse(Guid clientRowId, string redirectUri, DateTimeOffset at)
    {
        ClientRowId = clientRowId;
        Digest = DigestOf(redirectUri);
        RedirectUri = redirectUri;
        LastUsedAt = at;
    }

    /// <summary>The client; first half of the key.</summary>
    public Guid ClientRowId { get; private set; }

    /// <summary>Second half of the key: a URI itself is too long for an index.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>The registered URI, to the character.</summary>
    public string RedirectUri { get; private set; } = "";

    /// <summary>When it was last used, give or take a few minutes.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>It was used once more.</summary>
    /// <param name="at">When.</param>
    public void Again(DateTimeOffset at) => LastUsedAt = at;

    /// <summary>The key of a URI: SHA-256, base64url.</summary>
    /// <param name="redirectUri">The registered URI.</param>
    public static string DigestOf(string redirectUri) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(redirectUri)));
}
