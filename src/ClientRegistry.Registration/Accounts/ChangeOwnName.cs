using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Corrects how one is called.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class ChangeOwnName(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>The name.</summary>
    /// <param name="Name">How one wants to be called.</param>
    public sealed record Input(string Name);

    /// <summary>Does it.</summary>
    /// <param name="input">The name.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The account, or <c>invalid_input</c>, <c>forbidden</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<User>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (PersonName.Refuse(input.Name, nameof(input.Name)) is { } refusal) return refusal;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == actor.UserId && u.DisabledAt == null, ct);
        if (user is null) return new RegistryError(ErrorCodes.Forbidden, "Sign in first.");

        var before = user.Name;
        user.Rename(PersonName.Clean(input.Name));
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.UserRenamed, $"user:{user.Id}", null, $"{before} → {user.Name}", clock.GetUtcNow()));
        return await db.SaveOrRefuseAsync(
            () => user,
            new RegistryError(ErrorCodes.Conflict, "Your account changed just now. Look at it again."),
            ct);
    }
}
