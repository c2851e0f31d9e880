using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Scopes;

/// <summary>Changes what people read of a scope and how it is guarded. Clients that have it keep it.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class EditScope(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>What to change.</summary>
    /// <param name="Name">The scope-token.</param>
    /// <param name="Description">What it lets a client do, for people.</param>
    /// <param name="IsRestricted">Whether it needs a justification and a second approver.</param>
    /// <param name="Version">The version that was on the screen; a newer one is not overwritten.</param>
    public sealed record Input(string Name, string Description, bool IsRestricted, Guid Version);

    /// <summary>Does it.</summary>
    /// <param name="input">What to change.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>invalid_input</c>, <c>not_found</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator) return await ScopeText.RefuseAsync(whoHolds, actor, ct);
        if (ScopeText.RefuseDescription(input.Description, nameof(input.Description)) is { } error) return error;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var scope = await db.Scopes.SingleOrDefaultAsync(s => s.Name == input.Name, ct);
        if (scope is null) return ScopeText.NotFound(input.Name);
        if (scope.ConcurrencyToken != input.Version) return ScopeText.Overtaken();

        var description = ScopeText.Clean(input.Description);
        if (WhatChanges(scope, description, input.IsRestricted) is not { Length: > 0 } changes) return new Done();

        scope.Edit(description, input.IsRestricted);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.ScopeChanged, $"scope:{scope.Name}", null, changes, clock.GetUtcNow()));
        return await db.SaveOrRefuseAsync(() => new Done(), ScopeText.Overtaken(), ct);
    }

    private static string WhatChanges(Scope scope, string description, bool isRestricted)
    {
        var changes = new List<string>();
        if (scope.Description != description) changes.Add($"description: {scope.Description} → {description}");
        if (scope.IsRestricted != isRestricted)
            changes.Add($"{ScopeText.Guarded(scope.IsRestricted)} → {ScopeText.Guarded(isRestricted)}");
        return string.Join("; ", changes);
    }
}
