using System.Security.Cryptography;
using System.Text.Json;
using ClientRegistry.Core.Accounts;
using Microsoft.AspNetCore.DataProtection;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// The token in the link of a forgotten password: encrypted, for one account, good for an hour and for one change,
/// because it holds the security stamp that every change of password replaces. Nothing of it is stored.
/// </summary>
/// <param name="provider">The Data Protection keys.</param>
/// <param name="clock">The present.</param>
public sealed class PasswordResetTokens(IDataProtectionProvider provider, TimeProvider clock)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector _protector = provider.CreateProtector("ClientRegistry.PasswordReset.v1");

    private sealed record Content(Guid UserId, string Stamp, DateTimeOffset ExpiresAt);

    /// <summary>Makes one.</summary>
    /// <param name="user">For whom.</param>
    public string For(User user) => _protector.Protect(
        JsonSerializer.Serialize(new Content(user.Id, user.SecurityStamp!, clock.GetUtcNow() + Lifetime)));

    /// <summary>Whether it may change the password of that account now.</summary>
    /// <param name="token">What the link held.</param>
    /// <param name="user">The account that the link named; null when there is none.</param>
    public bool IsGood(string token, User? user)
    {
        if (user is null || user.DisabledAt is not null) return false;

        try
        {
            var content = JsonSerializer.Deserialize<Content>(_protector.Unprotect(token))!;
            return content.UserId == user.Id && content.Stamp == user.SecurityStamp
                && clock.GetUtcNow() < content.ExpiresAt;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return false;
        }
    }
}
