using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Scopes;

/// <summary>Puts a retired scope back into the catalogue of what can be asked for.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class RestoreScope(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>Which scope.</summary>
    /// <param name="Name">The scope-token.</param>
    public sealed record Input(string Name);

    /// <summary>Does it.</summary>
    /// <param name="input">Which scope.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator) return await ScopeText.RefuseAsync(whoHolds, actor, ct);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var scope = await db.Scopes.SingleOrDefaultAsync(s => s.Name == input.Name, ct);
        if (scope is null) return ScopeText.NotFound(input.Name);
        if (scope.RetiredAt is null) return new Done();

        var now = clock.GetUtcNow();
        scope.Restore();
        db.AuditEvents.Add(new AuditEvent(actor, AuditActions.ScopeRestored, $"scope:{scope.Name}", null, null, now));
        return await db.SaveOrRefuseAsync(() => new Done(), ScopeText.Overtaken(), ct);
    }
}
