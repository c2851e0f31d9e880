using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Ends a lookup key for ever. The lookup API refuses it within the change feed's poll interval.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may.</param>
/// <param name="clock">The present.</param>
public sealed class RevokeLookupKey(
    IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>Which key.</summary>
    /// <param name="Name">What the administrator calls it.</param>
    public sealed record Input(string Name);

    /// <summary>Does it.</summary>
    /// <param name="input">Which key.</param>
    /// <param name="actor">Who does it: an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator) return await LookupKeyRules.RefuseAsync(whoHolds, actor, ct);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = await db.LookupKeys.SingleOrDefaultAsync(k => k.Name == input.Name, ct);
        if (key is null)
            return new RegistryError(ErrorCodes.NotFound, "There is no lookup key of this name.", nameof(input.Name));
        if (key.RevokedAt is not null)
            return new RegistryError(ErrorCodes.WrongState, "This lookup key is revoked already.");

        var now = clock.GetUtcNow();
        key.Revoke(now);
        db.AuditEvents.Add(
            new AuditEvent(actor, AuditActions.LookupKeyRevoked, $"lookup_key:{key.Name}", null, null, now));
        return await db.SaveOrRefuseAsync(
            () => new Done(),
            new RegistryError(ErrorCodes.Conflict, "Somebody else changed this key just now. Look at it again."),
            ct);
    }
}
