using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients;

/// <summary>
/// Finds one refusal of the lookup API by the reference in its answer, and by nothing else: whoever has the reference need
/// not know which client it was about, or that there is no such client.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class FindRefusedAttempt(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>Does it.</summary>
    /// <param name="reference">The <c>reference</c> of the answer. White space around it and its case do not matter.</param>
    /// <param name="actor">Who asks: staff for any refusal, a member of a partner for those of the partner's clients.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The refusal, or <c>not_found</c>: also when it is not kept any more, or not for this reader.</returns>
    public async Task<Outcome<RefusedAttempt>> RunAsync(string reference, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sought = Normal(reference);
        var attempts = db.RefusedAttempts.AsNoTracking().Where(a => a.Reference == sought);
        if (!actor.IsStaff)
        {
            attempts = attempts.Where(
                a => db.Clients.Any(c => c.Id == a.ClientRowId && c.PartnerId == actor.PartnerId));
        }

        return await attempts.SingleOrDefaultAsync(ct) is { } attempt
            ? attempt
            : new RegistryError(
                ErrorCodes.NotFound,
                "There is no refusal with this reference. Refusals are kept for a while only; compare the reference with the answer.");
    }

    // References are base32 in lower case; people write them down in either.
    private static string Normal(string reference) => reference.Trim().ToLowerInvariant();
}
