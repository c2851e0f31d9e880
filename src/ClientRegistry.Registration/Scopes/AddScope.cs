using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Scopes;

/// <summary>Puts a scope into the catalogue of what can be asked for.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class AddScope(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>Which scope.</summary>
    /// <param name="Name">The scope-token (RFC 6749 section 3.3); unique, case-sensitive, never changes.</param>
    /// <param name="Description">What it lets a client do, for people.</param>
    /// <param name="IsRestricted">Whether it needs a justification and a second approver.</param>
    public sealed record Input(string Name, string Description, bool IsRestricted);

    /// <summary>Does it.</summary>
    /// <param name="input">Which scope.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>invalid_input</c>, <c>duplicate</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator) return await ScopeText.RefuseAsync(whoHolds, actor, ct);

        RegistryError?[] found =
        [
            ScopeText.RefuseName(input.Name, nameof(input.Name)),
            ScopeText.RefuseDescription(input.Description, nameof(input.Description)),
        ];
        if (found.OfType<RegistryError>().ToList() is { Count: > 0 } errors) return Outcome.Refused<Done>(errors);

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(new Scope(input.Name, ScopeText.Clean(input.Description), input.IsRestricted, now));
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.ScopeAdded, $"scope:{input.Name}", null, ScopeText.Guarded(input.IsRestricted), now));
        return await db.SaveOrRefuseAsync(
            () => new Done(),
            new RegistryError(
                ErrorCodes.Duplicate,
                $"There is a scope {input.Name} already, or was one: a retired scope is restored, not added again.",
                nameof(input.Name)),
            ct);
    }
}
