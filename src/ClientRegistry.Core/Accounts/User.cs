using ClientRegistry.Core.Partners;
using Microsoft.AspNetCore.Identity;

namespace ClientRegistry.Core.Accounts;

/// <summary>
/// A person with an account: either staff, or member of one partner, never both. The mail address is the user name.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    private User()
    {
    }

    /// <summary>A person who accepted an invitation.</summary>
    /// <param name="name">How people call them.</param>
    /// <param name="email">Address and user name.</param>
    /// <param name="now">The present.</param>
    public User(string name, string email, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name;
        Email = email;
        UserName = email;
        NormalizedEmail = NormalizedUserName = Normalize(email);
        EmailConfirmed = true;
        CreatedAt = now;
        SecurityStamp = RandomText.Base32(32);
    }

    /// <summary>How people call them.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Role on the staff; null for members of partners.</summary>
    public StaffRole? StaffRole { get; private set; }

    /// <summary>Membership in a partner, when loaded; null for staff.</summary>
    public PartnerMember? Membership { get; private set; }

    /// <summary>When the account came to be.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when they may not sign in; null while they may.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>The form in which addresses are compared: two spellings that differ by case are one account.</summary>
    /// <param name="email">An address.</param>
    public static string Normalize(string email) => email.Normalize().ToUpperInvariant();

    /// <summary>Corrects how people call them.</summary>
    /// <param name="name">The new name.</param>
    public void Rename(string name) => Name = name;

    /// <summary>Sets another password. Every session ends within a minute, and every reset link is worthless.</summary>
    /// <param name="hash">Its slow hash.</param>
    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        EndSessions();
    }

    /// <summary>Makes them staff, changes the role, or with null takes it away. Open sessions end within a minute.</summary>
    /// <param name="role">The new role.</param>
    public void BecomeStaff(StaffRole? role)
    {
        StaffRole = role;
        EndSessions();
    }

    /// <summary>Shuts the account. Open sessions end within a minute.</summary>
    /// <param name="now">The present.</param>
    public void Disable(DateTimeOffset now)
    {
        DisabledAt ??= now;
        EndSessions();
    }

    /// <summary>Opens a shut account again.</summary>
    public void Enable() => DisabledAt = null;

    /// <summary>Makes every cookie issued so far worthless.</summary>
    public void EndSessions() => SecurityStamp = RandomText.Base32(32);
}
