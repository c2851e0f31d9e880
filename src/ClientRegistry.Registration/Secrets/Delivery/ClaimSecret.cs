using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>
/// Uses a claim up: makes the secret at that moment and hands it to the caller, once. In one transaction: the claim, the
/// secret's hash, the row of the change feed, the audit entry, the mail to members and contacts.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the partner's members and the client's contacts.</param>
/// <param name="options">How long a secret is good.</param>
/// <param name="clock">The present.</param>
public sealed class ClaimSecret(
    IDbContextFactory<RegistryDbContext> contexts,
    Outbox outbox,
    IOptions<CredentialsOptions> options,
    TimeProvider clock)
{
    /// <summary>How often it looks again after somebody else's save; the claim itself is used up at most once.</summary>
    private const int MaximumTries = 3;

    /// <summary>Does it.</summary>
    /// <param name="token">Token of the link.</param>
    /// <param name="actor">Who claims: the person to whom the link was mailed.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The secret in clear, or <c>not_found</c>, <c>wrong_state</c>, <c>forbidden</c>, <c>conflict</c>.</returns>
    public Task<Outcome<PlainClientSecret>> RunAsync(string? token, Actor actor, CancellationToken ct = default) =>
        ClaimAsync(token, actor, ct).OrBusyAsync();

    private async Task<Outcome<PlainClientSecret>> ClaimAsync(string? token, Actor actor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var now = clock.GetUtcNow();
            var claim = await ClaimOfPerson.FindAsync(db, token, ct);
            if (claim is null) return ClaimOfPerson.NotYours();
            if (claim.UserId != actor.UserId)
                return await RefuseAsync(claim, ClaimOfPerson.NotYours(), "claimed by somebody else", actor, now, ct);
            if (ClaimOfPerson.WhyNot(claim, actor, now) is { } refusal)
                return await RefuseAsync(claim, refusal, refusal.Message, actor, now, ct);

            var plain = PlainClientSecret.Generate();
            var added = claim.Client!.AddSecret(plain, claim.Purpose, options.Value.EndOfSecret(now), now);
            if (!added.Succeeded) return await RefuseAsync(claim, added.Error, added.Error.Message, actor, now, ct);

            claim.Claim(plain.SecretId, now);
            (await SecretNews.OfAsync(db, outbox, claim.Client, actor, reason: null, now, ct)).PickedUp(added.Value);
            if (await db.TrySaveAsync(ct) == SaveResult.Saved) return plain;
            if (attempt == MaximumTries) return Overtaken();
        }
    }

    private async Task<Outcome<PlainClientSecret>> RefuseAsync(
        SecretClaim claim, RegistryError refusal, string why, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        await ClaimOfPerson.RecordRefusalAsync(contexts, claim.Id, why, actor, now, ct);
        return refusal;
    }

    private static RegistryError Overtaken() => new(
        ErrorCodes.Conflict, "Somebody changed this client again and again just now, so no secret was made. Try again.");
}
