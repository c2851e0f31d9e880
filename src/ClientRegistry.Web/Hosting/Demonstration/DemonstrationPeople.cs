namespace ClientRegistry.Web.Hosting.Demonstration;

/// <summary>Who can sign in to the demonstration, and with what. Nothing of this exists outside Development.</summary>
internal static class DemonstrationPeople
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "demonstration-only";

    /// <summary>The partner.</summary>
    public const string Partner = "Northwind Traders";

    /// <summary>Developer at the partner.</summary>
    public const string Developer = "dora@northwind.example";

    /// <summary>Administrator of the partner.</summary>
    public const string PartnerAdministrator = "pavel@northwind.example";

    /// <summary>The partner's account manager.</summary>
    public const string AccountManager = "max@registry.example";

    /// <summary>Another account manager, who looks after the partners of the pool.</summary>
    public const string PoolManager = "petra@registry.example";

    /// <summary>Administrator, whose approval a restricted scope needs beside the account manager's.</summary>
    public const string Administrator = "ada@registry.example";

    /// <summary>Auditor.</summary>
    public const string Auditor = "aaron@registry.example";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string?> All =
        [Developer, PartnerAdministrator, AccountManager, PoolManager, Administrator, Auditor];

    /// <summary>Lookup key for the sandbox.</summary>
    public const string SandboxKey = "crk_demonstrationdemonstrationdemonstrationnowforsandbox";

    /// <summary>Lookup key for production.</summary>
    public const string ProductionKey = "crk_demonstrationdemonstrationdemonstrationforproduction";
}
