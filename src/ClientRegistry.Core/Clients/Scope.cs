using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Clients;

/// <summary>An entry of the scope catalogue (RFC 6749 section 3.3): what a client may ask its users for.</summary>
public sealed class Scope : IVersioned
{
    private Scope()
    {
    }

    /// <summary>A new entry.</summary>
    /// <param name="name">The scope-token; never changes.</param>
    /// <param name="description">What it lets a client do, for people.</param>
    /// <param name="isRestricted">Whether it needs a justification and a second approver.</param>
    /// <param name="now">The present.</param>
    public Scope(string name, string description, bool isRestricted, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name;
        Description = description;
        IsRestricted = isRestricted;
        CreatedAt = now;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The scope-token; case-sensitive.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it lets a client do, for people.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Whether it needs a justification and a second approver.</summary>
    public bool IsRestricted { get; private set; }

    /// <summary>When it came to be.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when it can no longer be asked for; null while it can. Clients that have it keep it.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>Changes what people read of it and how it is guarded.</summary>
    /// <param name="description">What it lets a client do.</param>
    /// <param name="isRestricted">Whether it needs a justification and a second approver.</param>
    public void Edit(string description, bool isRestricted)
    {
        Description = description;
        IsRestricted = isRestricted;
    }

    /// <summary>Takes it out of the catalogue of what can be asked for.</summary>
    /// <param name="now">The present.</param>
    public void Retire(DateTimeOffset now) => RetiredAt ??= now;

    /// <summary>Puts it back.</summary>
    public void Restore() => RetiredAt = null;
}
