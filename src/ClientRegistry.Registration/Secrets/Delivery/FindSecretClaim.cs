using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>A claim, as its page shows it to its person.</summary>
/// <param name="ClientId">The protocol identifier.</param>
/// <param name="ClientName">How the client is called.</param>
/// <param name="Environment">Where it lives.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
/// <param name="IsMember">Whether its person still belongs to the client's partner, and so may see its page.</param>
/// <param name="SecretId">Public identifier of the secret that was shown; null while none was.</param>
/// <param name="IsStored">Whether its person said that they have stored it.</param>
/// <param name="AccountManager">Whom to ask; null for the support address.</param>
/// <param name="Refusal">Why the secret cannot be shown; null when it can.</param>
public sealed record ClaimView(
    string ClientId,
    string ClientName,
    ClientEnvironment Environment,
    DateTimeOffset ExpiresAt,
    bool IsMember,
    string? SecretId,
    bool IsStored,
    Person? AccountManager,
    RegistryError? Refusal)
{
    internal static ClaimView Of(SecretClaim claim, Actor actor, DateTimeOffset now) => new(
        claim.Client!.ClientId,
        claim.Client.LiveMetadata.ClientName,
        claim.Client.Environment,
        claim.ExpiresAt,
        actor.IsMemberOf(claim.Client.PartnerId),
        claim.SecretId,
        claim.StoredAt is not null,
        Person.Of(claim.Client.Partner!.AccountManager),
        ClaimOfPerson.WhyNot(claim, actor, now));
}

/// <summary>Looks at a claim link. That never uses it up: mail scanners follow links.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class FindSecretClaim(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="token">Token of the link.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The claim, or <c>not_found</c>, also for somebody else's.</returns>
    public async Task<Outcome<ClaimView>> RunAsync(string? token, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var claim = await ClaimOfPerson.FindAsync(db, token, ct);
        if (claim is null) return ClaimOfPerson.NotYours();
        if (claim.UserId != actor.UserId)
        {
            await ClaimOfPerson.RecordRefusalAsync(
                contexts, claim.Id, $"the link of {claim.User!.Name}, opened by somebody else", actor, now, ct);
            return ClaimOfPerson.NotYours();
        }

        if (claim.Open(now))
        {
            db.AuditEvents.Add(new AuditEvent(
                actor,
                AuditActions.ClaimOpened,
                $"client:{claim.Client!.ClientId}",
                claim.Client.PartnerId,
                claim.Purpose,
                now));
            // Whoever was first wrote the same.
            await db.TrySaveAsync(ct);
        }

        return ClaimView.Of(claim, actor, now);
    }
}
