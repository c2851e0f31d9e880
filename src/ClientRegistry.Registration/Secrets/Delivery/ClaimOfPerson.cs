using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>What each step at a claim link begins with: find the claim, and ask whether it may be used.</summary>
internal static class ClaimOfPerson
{
    /// <summary>Finds a claim by the token of its link, with client, secrets and the partner's people.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="token">Token of the link.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<SecretClaim?> FindAsync(RegistryDbContext db, string? token, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(token)) return null;

        var hash = SecretClaim.HashOf(token);
        return await db.SecretClaims.Include(c => c.User)
            .Include(c => c.Client).ThenInclude(c => c!.Revisions)
            .Include(c => c.Client).ThenInclude(c => c!.Secrets)
            .Include(c => c.Client).ThenInclude(c => c!.Partner).ThenInclude(p => p!.AccountManager)
            .Include(c => c.Client).ThenInclude(c => c!.Partner).ThenInclude(p => p!.Members).ThenInclude(m => m.User)
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.TokenHash == hash, ct);
    }

    /// <summary>The answer for no such link and for somebody else's alike.</summary>
    public static RegistryError NotYours() => new(
        ErrorCodes.NotFound, "There is no such link for you. A link works only for the person to whom it was mailed.");

    /// <summary>Why its person cannot be shown the secret; null when they can.</summary>
    /// <param name="claim">The claim with client, secrets and partner loaded.</param>
    /// <param name="actor">Its person.</param>
    /// <param name="now">The present.</param>
    /// <returns><c>wrong_state</c> or <c>forbidden</c>, with what to do.</returns>
    public static RegistryError? WhyNot(SecretClaim claim, Actor actor, DateTimeOffset now)
    {
        var client = claim.Client!;
        if (!actor.IsMemberOf(client.PartnerId))
        {
            return new RegistryError(
                ErrorCodes.Forbidden,
                $"You are no longer a member of {client.Partner!.Name}, so the secret is not for you any more. One of its "
                    + "members can have a link sent to themselves.");
        }

        if (claim.ClaimedAt is { } claimed)
        {
            return new RegistryError(
                ErrorCodes.WrongState, $"The secret was shown on {Words(claimed)}, and it is shown once only.");
        }

        if (client.Status == ClientStatus.Revoked)
        {
            return new RegistryError(
                ErrorCodes.WrongState, "The client is revoked, and that is final: it gets no secret any more.");
        }

        if (claim.LapsedAt is not null || now >= claim.ExpiresAt) return new RegistryError(ErrorCodes.WrongState, WhyLapsed(claim));
        if (client.Status == ClientStatus.Suspended)
        {
            return new RegistryError(
                ErrorCodes.WrongState,
                "The client is suspended. Once it is reinstated this link works again, as long as its time has not run out.");
        }

        return client.Secrets.Count(s => s.IsLive(now)) < ClientSecret.MaximumLive
            ? null
            : new RegistryError(
                ErrorCodes.WrongState,
                $"The client has {ClientSecret.MaximumLive} live secrets by now, and more are not kept. Retire one on its "
                    + "page, then open this link again.");
    }

    /// <summary>Writes a refusal down, unless very many were before it. It is not worth an error if that fails.</summary>
    /// <param name="contexts">Makes a unit of work of its own.</param>
    /// <param name="claimId">The claim.</param>
    /// <param name="why">What was refused, and why.</param>
    /// <param name="actor">To whom.</param>
    /// <param name="now">The present.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task RecordRefusalAsync(
        IDbContextFactory<RegistryDbContext> contexts,
        Guid claimId,
        string why,
        Actor actor,
        DateTimeOffset now,
        CancellationToken ct)
    {
        const int MaximumTries = 5;
        for (var attempt = 1; attempt <= MaximumTries; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var claim = await db.SecretClaims.Include(c => c.Client).SingleAsync(c => c.Id == claimId, ct);
            if (!claim.CountRefusal()) return;

            db.AuditEvents.Add(new AuditEvent(
                actor, AuditActions.ClaimRefused, $"client:{claim.Client!.ClientId}", claim.Client.PartnerId, why, now));
            if (await db.TrySaveAsync(ct) == SaveResult.Saved) return;
        }
    }

    private static string WhyLapsed(SecretClaim claim) => claim.End switch
    {
        ClaimEnd.Replaced => $"A newer link took its place on {Words(claim.LapsedAt!.Value)}. Look for the newer mail.",
        ClaimEnd.Cancelled => $"The link was taken back on {Words(claim.LapsedAt!.Value)}.",
        _ => $"The link worked until {Words(claim.ExpiresAt)}, and that is over. No secret was made.",
    };

    private static string Words(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}
