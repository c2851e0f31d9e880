using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Gives a live secret its end: a week ahead, on a chosen date, or at once. Until then it works, and
/// <see cref="UndoRetirement"/> takes it back. The lookup follows at once; a mail that was to bring the secret and has not
/// gone out is cancelled.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the partner's members and the client's contacts.</param>
/// <param name="clock">The present.</param>
public sealed class RetireClientSecret(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>Which secret ends, and when.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="SecretId">The secret's public identifier.</param>
    public sealed record Input(string ClientId, string SecretId)
    {
        /// <summary>When it ends, at most <see cref="Client.LongestRetirement"/> ahead; null for
        /// <see cref="Client.UsualRetirement"/> ahead.</summary>
        public DateTimeOffset? EndsAt { get; init; }

        /// <summary>Whether it ends now, whatever <see cref="EndsAt"/> says. There is no way back. Default false.</summary>
        public bool AtOnce { get; init; }

        /// <summary>Whether it may end although no other secret stays. Default false.</summary>
        public bool EndLast { get; init; }

        /// <summary>Why; members of the partner need none.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>Does it.</summary>
    /// <param name="input">Which secret, and when.</param>
    /// <param name="actor">Who does it: a member of the partner; in an emergency its account manager or an
    /// administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>When it ends, or <c>invalid_input</c>, <c>not_found</c>, <c>forbidden</c>, <c>conflict</c>, and
    /// <c>wrong_state</c>, with the field <c>EndLast</c> when no other secret stays.</returns>
    public async Task<Outcome<DateTimeOffset>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await ClientOfRotation.LoadAsync(db, input.ClientId, input.Reason, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var (client, now) = (loaded.Value, clock.GetUtcNow());
        var retired = client.RetireSecret(input.SecretId, input.AtOnce ? now : input.EndsAt, input.EndLast, now);
        if (!retired.Succeeded) return retired.Error;

        var isLast = client.Secrets.All(s => s.RetiredAt is not null || !s.IsLive(now));
        var mailCancelled = await WaitingCredentials.CancelAsync(db, client, input.SecretId, ct);
        (await SecretNews.OfAsync(db, outbox, client, actor, input.Reason, now, ct))
            .Retired(retired.Value, isLast, mailCancelled);
        return await db.SaveOrRefuseAsync(() => retired.Value.ExpiresAt!.Value, ClientOfRotation.Overtaken(), ct);
    }
}
