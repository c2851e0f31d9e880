using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Partners;

/// <summary>An organisation that may have clients, with its members and its account manager.</summary>
public sealed class Partner : IVersioned
{
    private readonly List<PartnerMember> _members = [];

    private Partner()
    {
    }

    /// <summary>A new partner.</summary>
    /// <param name="name">Its name; unique.</param>
    /// <param name="accountManagerId">Who looks after it; null for the pool.</param>
    /// <param name="now">The present.</param>
    public Partner(string name, Guid? accountManagerId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name;
        AccountManagerId = accountManagerId;
        CreatedAt = now;
    }

    /// <summary>Row key; shown in addresses and in the client document.</summary>
    public Guid Id { get; private set; }

    /// <summary>Its name; unique.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Who looks after it; null for the pool, where every account manager may.</summary>
    public Guid? AccountManagerId { get; private set; }

    /// <summary>The account manager, when loaded.</summary>
    public User? AccountManager { get; private set; }

    /// <summary>Whether its secrets travel by claim link only, whatever the registry does elsewhere.</summary>
    public bool RequiresClaimLink { get; private set; }

    /// <summary>When it became a partner.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>Its people, when loaded.</summary>
    public IReadOnlyList<PartnerMember> Members => _members;

    /// <summary>Gives it another name; <see cref="PartnerNaming"/> alone does, for the feed's sake.</summary>
    /// <param name="name">The new name; unique.</param>
    internal void Rename(string name) => Name = name;

    /// <summary>Hands it to an account manager, or with null to the pool.</summary>
    /// <param name="accountManagerId">Who looks after it from now on.</param>
    public void Assign(Guid? accountManagerId) => AccountManagerId = accountManagerId;

    /// <summary>Says whether its secrets travel by claim link only.</summary>
    /// <param name="required">Whether they do.</param>
    public void RequireClaimLink(bool required) => RequiresClaimLink = required;
}
