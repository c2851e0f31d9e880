using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>Takes the word of whoever claimed a secret that it is where it belongs.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class ConfirmSecretStored(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Does it; saying it again changes nothing.</summary>
    /// <param name="token">Token of the link.</param>
    /// <param name="actor">Who says so: the person to whom the secret was shown.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The client's identifier, or <c>not_found</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<string>> RunAsync(string? token, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var claim = await ClaimOfPerson.FindAsync(db, token, ct);
        if (claim is null || claim.UserId != actor.UserId) return ClaimOfPerson.NotYours();
        if (claim.ClaimedAt is null)
            return new RegistryError(ErrorCodes.WrongState, "No secret was shown yet, so none can be stored.");

        var client = claim.Client!;
        if (!claim.ConfirmStored(now)) return client.ClientId;

        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.SecretStored,
            $"client:{client.ClientId}",
            client.PartnerId,
            $"{claim.Purpose} ({claim.SecretId})",
            now));
        return await db.SaveOrRefuseAsync(
            () => client.ClientId,
            new RegistryError(ErrorCodes.Conflict, "Somebody changed this just now. Press the button again."),
            ct);
    }
}
