using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Clients;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>Tells whether a secret of a client waits to be picked up, and to whom a new link may be sent.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class ShowClaim(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="actor">Who reads: a member of the partner, or staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Where it stands, or <c>not_found</c>, also for another partner's client.</returns>
    public async Task<Outcome<ClaimStanding>> RunAsync(string clientId, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var client = await ClientOfRotation.WithPeople(db).AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == clientId, ct);
        if (client is null || client.ClientId != clientId || !actor.MayRead(client.PartnerId)) return ShowClient.NotFound();

        var now = clock.GetUtcNow();
        var last = await ClaimRecipients.LastClaimAsync(db, client.Id, ct);
        var recipients = ClaimRecipients.Of(client, last, actor);
        return new ClaimStanding(
            last is null or { ClaimedAt: not null } ? null : ClaimMark.Of(last, now),
            SendClaimLink.WhyNot(client, now) is null ? [.. recipients.Select(u => Person.Of(u)!)] : [],
            actor.IsMemberOf(client.PartnerId) || actor.MayManage(client.Partner!.AccountManagerId));
    }
}

/// <summary>Where the handing over of a secret stands.</summary>
/// <param name="Claim">The newest link, unless its secret was picked up; null for none.</param>
/// <param name="Recipients">To whom the reader may have a new one sent, by name; empty when none can be sent.</param>
/// <param name="MayCancel">Whether the reader may take an open one back.</param>
public sealed record ClaimStanding(ClaimMark? Claim, IReadOnlyList<Person> Recipients, bool MayCancel);

/// <summary>What may be known of a link to a secret.</summary>
/// <param name="Person">Who may pick the secret up.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
/// <param name="OpenedAt">When its person first opened it; null while they did not.</param>
/// <param name="IsOpen">Whether it still works.</param>
/// <param name="End">Why it does not; null while it does.</param>
public sealed record ClaimMark(
    Person Person, DateTimeOffset ExpiresAt, DateTimeOffset? OpenedAt, bool IsOpen, ClaimEnd? End)
{
    // Between its end and the next look of the worker it has run out all the same.
    internal static ClaimMark Of(SecretClaim claim, DateTimeOffset now) => new(
        Person.Of(claim.User)!,
        claim.ExpiresAt,
        claim.OpenedAt,
        claim.IsOpen(now),
        claim.IsOpen(now) ? null : claim.End ?? ClaimEnd.Expired);
}
