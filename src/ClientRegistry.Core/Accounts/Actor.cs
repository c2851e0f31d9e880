namespace ClientRegistry.Core.Accounts;

/// <summary>
/// Who does something, as the database knows them at that moment. Every use case asks it before it acts; a page that
/// was open while the role was taken away is refused.
/// </summary>
/// <param name="UserId">The account; null for visitors, commands and the system itself.</param>
/// <param name="Name">How people call them.</param>
/// <param name="Email">Their address; null where they have no account.</param>
public sealed record Actor(Guid? UserId, string Name, string? Email)
{
    /// <summary>Role on the staff; null for all others.</summary>
    public StaffRole? StaffRole { get; init; }

    /// <summary>The partner they are a member of; null for all others.</summary>
    public Guid? PartnerId { get; init; }

    /// <summary>Role in that partner; null for all others.</summary>
    public PartnerRole? PartnerRole { get; init; }

    /// <summary>Where the call came from; null where there is no network between.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The operator at the command line: whoever can run it has the database anyway.</summary>
    public static Actor Operator { get; } =
        new(null, "operator", null) { StaffRole = Accounts.StaffRole.Administrator };

    /// <summary>The registry itself, in background work.</summary>
    public static Actor System { get; } = new(null, "system", null);

    /// <summary>Somebody without an account or not signed in.</summary>
    /// <param name="remoteAddress">Where the call came from.</param>
    public static Actor Visitor(string? remoteAddress) => new(null, "visitor", null) { RemoteAddress = remoteAddress };

    /// <summary>The person behind an account.</summary>
    /// <param name="user">The account with its membership loaded.</param>
    /// <param name="remoteAddress">Where the call came from.</param>
    public static Actor Of(User user, string? remoteAddress = null)
    {
        var enabled = user.DisabledAt is null;
        return new(user.Id, user.Name, user.Email)
        {
            StaffRole = enabled ? user.StaffRole : null,
            PartnerId = enabled ? user.Membership?.PartnerId : null,
            PartnerRole = enabled ? user.Membership?.Role : null,
            RemoteAddress = remoteAddress,
        };
    }

    /// <summary>May read what every partner has.</summary>
    public bool IsStaff => StaffRole is not null;

    /// <summary>May change scopes, partners, staff, lookup keys.</summary>
    public bool IsAdministrator => StaffRole is Accounts.StaffRole.Administrator;

    /// <summary>May act as account manager for a partner: its own one, anyone for a partner of the pool, or an
    /// administrator.</summary>
    /// <param name="accountManagerId">The partner's account manager; null when it belongs to the pool.</param>
    public bool MayManage(Guid? accountManagerId) =>
        IsAdministrator
        || (StaffRole is Accounts.StaffRole.AccountManager
            && (accountManagerId is null || accountManagerId == UserId));

    /// <summary>Belongs to that partner, in whatever role.</summary>
    /// <param name="partnerId">The partner.</param>
    public bool IsMemberOf(Guid partnerId) => PartnerId == partnerId;

    /// <summary>May see what belongs to that partner.</summary>
    /// <param name="partnerId">The partner.</param>
    public bool MayRead(Guid partnerId) => IsStaff || IsMemberOf(partnerId);

    /// <summary>May invite to and remove from that partner.</summary>
    /// <param name="partnerId">The partner.</param>
    public bool AdministersPartner(Guid partnerId) =>
        IsMemberOf(partnerId) && PartnerRole is Accounts.PartnerRole.Administrator;
}
