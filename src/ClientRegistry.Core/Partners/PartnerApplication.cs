using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Partners;

/// <summary>What became of an application.</summary>
public enum PartnerApplicationState
{
    /// <summary>Waits in the account managers' queue.</summary>
    Waiting,

    /// <summary>The organisation is a partner.</summary>
    Accepted,

    /// <summary>It is not, and was told why.</summary>
    Declined,
}

/// <summary>A visitor's wish that their organisation become a partner.</summary>
public sealed class PartnerApplication : IVersioned
{
    private PartnerApplication()
    {
    }

    /// <summary>A new application.</summary>
    /// <param name="organisation">The organisation's name.</param>
    /// <param name="contactName">Who applies.</param>
    /// <param name="email">Where to answer.</param>
    /// <param name="website">The organisation's site; null when not given.</param>
    /// <param name="purpose">What they want to build.</param>
    /// <param name="now">The present.</param>
    public PartnerApplication(
        string organisation, string contactName, string email, string? website, string purpose, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Organisation = organisation;
        ContactName = contactName;
        Email = email;
        Website = website;
        Purpose = purpose;
        CreatedAt = now;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The organisation's name.</summary>
    public string Organisation { get; private set; } = "";

    /// <summary>Who applies.</summary>
    public string ContactName { get; private set; } = "";

    /// <summary>Where to answer.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The organisation's site; null when not given.</summary>
    public string? Website { get; private set; }

    /// <summary>What they want to build.</summary>
    public string Purpose { get; private set; } = "";

    /// <summary>What became of it.</summary>
    public PartnerApplicationState State { get; private set; }

    /// <summary>When they applied.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Who decided; null while nobody did.</summary>
    public Guid? DecidedById { get; private set; }

    /// <summary>When; null while nobody did.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was declined; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>The partner that came of it; null while none did.</summary>
    public Guid? PartnerId { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>Makes the organisation a partner.</summary>
    /// <param name="partnerId">The partner that came of it.</param>
    /// <param name="deciderId">Who decided.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Accept(Guid partnerId, Guid? deciderId, DateTimeOffset now)
    {
        var decided = Decide(PartnerApplicationState.Accepted, deciderId, now);
        if (decided.Succeeded) PartnerId = partnerId;
        return decided;
    }

    /// <summary>Says no.</summary>
    /// <param name="reason">Why; they are told.</param>
    /// <param name="deciderId">Who decided.</param>
    /// <param name="now">The present.</param>
    public Outcome<Done> Decline(string reason, Guid? deciderId, DateTimeOffset now)
    {
        var decided = Decide(PartnerApplicationState.Declined, deciderId, now);
        if (decided.Succeeded) Reason = reason;
        return decided;
    }

    private Outcome<Done> Decide(PartnerApplicationState state, Guid? deciderId, DateTimeOffset now)
    {
        if (State != PartnerApplicationState.Waiting)
            return new RegistryError(ErrorCodes.WrongState, "Somebody has decided on this application already.");

        State = state;
        DecidedById = deciderId;
        DecidedAt = now;
        return new Done();
    }
}
