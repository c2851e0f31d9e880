using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Finds those to whom a partner can be given.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class ListAccountManagers(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    /// <summary>A longer list is searched, not read.</summary>
    private const int Most = 200;

    /// <summary>Finds them.</summary>
    /// <param name="actor">A member of the staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>At most 200 people, by name; or <c>forbidden</c>.</returns>
    public async Task<Outcome<IReadOnlyList<Person>>> RunAsync(Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff)
            return await whoHolds.RefuseAsync(NeededRole.Staff, "Only the registry's staff sees this list.", actor, ct);

        await using var db = await contexts.CreateDbContextAsync(ct);
        return Outcome.Of<IReadOnlyList<Person>>(await AccountManagers.Of(db)
            .OrderBy(u => u.Name).ThenBy(u => u.NormalizedUserName).Take(Most)
            .Select(u => new Person(u.Id, u.Name, u.Email!))
            .ToListAsync(ct));
    }
}
