using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>Takes back a link to a secret that was not picked up. Its person is told, unless the link never went out.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail.</param>
/// <param name="options">What a link is made with.</param>
/// <param name="clock">The present.</param>
public sealed class CancelClaim(
    IDbContextFactory<RegistryDbContext> contexts,
    Outbox outbox,
    IOptions<CredentialsOptions> options,
    TimeProvider clock)
{
    private readonly OweClaimLink _claimLink = new(outbox, options);

    /// <summary>Does it.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="actor">Who does it: a member of the partner, its account manager or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(string clientId, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await ClientOfRotation.FindAsync(db, clientId, actor, ct);
        if (!found.Succeeded) return found.Error;

        var (client, now) = (found.Value, clock.GetUtcNow());
        if (await OweClaimLink.OwedAsync(db, client.Id, ct) is not { } claim || !claim.IsOpen(now))
        {
            return new RegistryError(
                ErrorCodes.WrongState, "No link waits: it was used, has lapsed, or somebody took it back before.");
        }

        if (await OweClaimLink.EndAsync(db, client, claim, ClaimEnd.Cancelled, actor, now, ct))
            _claimLink.TellTakenBack(db, client, claim, instead: null, actor);
        return await db.SaveOrRefuseAsync(() => new Done(), ClientOfRotation.Overtaken(), ct);
    }
}
