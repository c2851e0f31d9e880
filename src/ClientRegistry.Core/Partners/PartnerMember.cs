using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Core.Partners;

/// <summary>A person's membership in a partner. A person belongs to one partner, so their account is the key.</summary>
public sealed class PartnerMember
{
    private PartnerMember()
    {
    }

    /// <summary>A new membership.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="partnerId">The partner.</param>
    /// <param name="role">What they may do there.</param>
    /// <param name="now">The present.</param>
    public PartnerMember(Guid userId, Guid partnerId, PartnerRole role, DateTimeOffset now)
    {
        UserId = userId;
        PartnerId = partnerId;
        Role = role;
        JoinedAt = now;
    }

    /// <summary>The person.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The person, when loaded.</summary>
    public User? User { get; private set; }

    /// <summary>The partner.</summary>
    public Guid PartnerId { get; private set; }

    /// <summary>The partner, when loaded.</summary>
    public Partner? Partner { get; private set; }

    /// <summary>What they may do there.</summary>
    public PartnerRole Role { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>Gives them another role in the same partner.</summary>
    /// <param name="role">The new role.</param>
    public void BecomeA(PartnerRole role) => Role = role;
}
