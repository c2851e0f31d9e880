using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Gives a partner another name, in the documents of all its clients too.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class RenamePartner(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>Which partner gets which name.</summary>
    /// <param name="PartnerId">The partner.</param>
    /// <param name="Name">Its new name; unique.</param>
    public sealed record Input(Guid PartnerId, string Name);

    /// <summary>Does it.</summary>
    /// <param name="input">Which partner gets which name.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>invalid_input</c>, <c>not_found</c>, <c>duplicate</c>,
    /// <c>conflict</c>.</returns>
    public Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default) =>
        RenameAsync(input, actor, ct).OrBusyAsync();

    private async Task<Outcome<Done>> RenameAsync(Input input, Actor actor, CancellationToken ct)
    {
        if (!actor.IsAdministrator)
            return await whoHolds.RefuseAsync(NeededRole.Administrator, "Only an administrator renames partners.", actor, ct);
        if (PartnerName.Refuse(input.Name, nameof(input.Name)) is { } error) return error;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var partner = await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == input.PartnerId, ct);
        if (partner is null) return PartnerAccess.NotFound();

        var name = PersonName.Clean(input.Name);
        if (partner.Name == name) return new Done();

        var now = clock.GetUtcNow();
        return await db.TryRenameAsync(
            partner.Id,
            name,
            was => new AuditEvent(
                actor, AuditActions.PartnerChanged, $"partner:{was.Id}", was.Id, $"name: {was.Name} → {name}", now),
            now,
            ct) switch
        {
            SaveResult.Saved => new Done(),
            SaveResult.Duplicate => PartnerName.Taken(nameof(input.Name)),
            _ => PartnerAccess.Overtaken(),
        };
    }
}
