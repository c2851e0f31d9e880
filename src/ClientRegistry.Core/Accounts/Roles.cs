namespace ClientRegistry.Core.Accounts;

/// <summary>What a member of the staff may do.</summary>
public enum StaffRole
{
    /// <summary>Everything.</summary>
    Administrator,

    /// <summary>Decides on requests of the partners assigned to them, and of those assigned to nobody.</summary>
    AccountManager,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,
}

/// <summary>What a member of a partner may do.</summary>
public enum PartnerRole
{
    /// <summary>Requests clients and changes, sees the partner's clients, rotates their secrets.</summary>
    Developer,

    /// <summary>The same, and invites and removes members.</summary>
    Administrator,
}

/// <summary>Roles in plain words.</summary>
public static class RoleWords
{
    /// <summary>As it stands in a sentence.</summary>
    /// <param name="role">The role.</param>
    public static string InWords(this StaffRole role) => role switch
    {
        StaffRole.AccountManager => "account manager",
        _ => role.ToString().ToLowerInvariant(),
    };

    /// <summary>As it stands in a sentence.</summary>
    /// <param name="role">The role.</param>
    public static string InWords(this PartnerRole role) => role switch
    {
        PartnerRole.Administrator => "partner administrator",
        _ => "developer",
    };
}
