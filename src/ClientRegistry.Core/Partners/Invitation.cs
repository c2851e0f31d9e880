using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Partners;

/// <summary>
/// An invitation by mail, to a partner or to the staff. Its link holds a token of 160 bits that is stored as a hash,
/// works once and lapses.
/// </summary>
public sealed class Invitation : IVersioned
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation()
    {
    }

    private Invitation(string email, string name, Guid? invitedById, string tokenHash, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Email = email;
        Name = name;
        InvitedById = invitedById;
        TokenHash = tokenHash;
        CreatedAt = now;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Where the link is sent, and the user name of the account to be.</summary>
    public string Email { get; private set; } = "";

    /// <summary>How the invited person is called; they may correct it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The partner they are to join; null for staff.</summary>
    public Guid? PartnerId { get; private set; }

    /// <summary>The partner, when loaded.</summary>
    public Partner? Partner { get; private set; }

    /// <summary>Their role there; null for staff.</summary>
    public PartnerRole? PartnerRole { get; private set; }

    /// <summary>Their role on the staff; null for members of a partner.</summary>
    public StaffRole? StaffRole { get; private set; }

    /// <summary>SHA-256 of the token, base64.</summary>
    public string TokenHash { get; private set; } = "";

    /// <summary>Who invited; null for the command line.</summary>
    public Guid? InvitedById { get; private set; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When its link stops working.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was used; null while it was not.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When it was taken back or replaced; null while it was not.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>Invites to a partner.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="role">The role there.</param>
    /// <param name="email">Where to send the link.</param>
    /// <param name="name">How the person is called.</param>
    /// <param name="invitedById">Who invites.</param>
    /// <param name="now">The present.</param>
    /// <returns>The row, and the token in clear for its mail.</returns>
    public static (Invitation Invitation, string Token) ToPartner(
        Guid partnerId, PartnerRole role, string email, string name, Guid? invitedById, DateTimeOffset now)
    {
        var token = RandomText.Base32(32);
        return (new(email, name, invitedById, HashOf(token), now) { PartnerId = partnerId, PartnerRole = role }, token);
    }

    /// <summary>Invites to the staff.</summary>
    /// <param name="role">The role there.</param>
    /// <param name="email">Where to send the link.</param>
    /// <param name="name">How the person is called.</param>
    /// <param name="invitedById">Who invites; null for the command line.</param>
    /// <param name="now">The present.</param>
    /// <returns>The row, and the token in clear for its mail.</returns>
    public static (Invitation Invitation, string Token) ToStaff(
        StaffRole role, string email, string name, Guid? invitedById, DateTimeOffset now)
    {
        var token = RandomText.Base32(32);
        return (new(email, name, invitedById, HashOf(token), now) { StaffRole = role }, token);
    }

    /// <summary>The stored form of a token.</summary>
    /// <param name="token">The token in clear.</param>
    public static string HashOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether its link works at that moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsOpen(DateTimeOffset now) => AcceptedAt is null && WithdrawnAt is null && now < ExpiresAt;

    /// <summary>Uses it up.</summary>
    /// <param name="now">The present.</param>
    public Outcome<Done> Accept(DateTimeOffset now)
    {
        if (!IsOpen(now))
        {
            return new RegistryError(
                ErrorCodes.WrongState,
                "This invitation was used, taken back or has lapsed. Ask whoever invited you for a new one.");
        }

        AcceptedAt = now;
        return new Done();
    }

    /// <summary>Takes it back.</summary>
    /// <param name="now">The present.</param>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}
