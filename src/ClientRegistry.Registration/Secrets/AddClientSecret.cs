using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Secrets;

/// <summary>
/// Adds a secret beside the one in use, and at wish retires that one in the same step. The new secret is handed to the
/// caller, once: it is stored as a hash only and travels in no mail.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the partner's members and the client's contacts.</param>
/// <param name="options">How long a secret is good.</param>
/// <param name="clock">The present.</param>
public sealed class AddClientSecret(
    IDbContextFactory<RegistryDbContext> contexts,
    Outbox outbox,
    IOptions<CredentialsOptions> options,
    TimeProvider clock)
{
    /// <summary>Which client gets a secret.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="Label">What to call it: see <see cref="SecretLabel"/>.</param>
    /// <param name="Reason">Why; members of the partner need none.</param>
    /// <param name="Replaces">Public identifier of the secret that retires for it, <see cref="Client.UsualRetirement"/>
    /// ahead; null for none.</param>
    public sealed record Input(string ClientId, string Label, string? Reason = null, string? Replaces = null);

    /// <summary>Does it.</summary>
    /// <param name="input">Which client.</param>
    /// <param name="actor">Who does it: a member of the partner; in an emergency its account manager or an
    /// administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The secret in clear, or <c>invalid_input</c>, <c>duplicate</c>, <c>not_found</c>, <c>forbidden</c>,
    /// <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<PlainClientSecret>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await ClientOfRotation.LoadAsync(db, input.ClientId, input.Reason, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var (client, now) = (loaded.Value, clock.GetUtcNow());
        var label = SecretLabel.Read(input.Label, client, besides: null, now);
        if (!label.Succeeded) return label.Error;

        var news = await SecretNews.OfAsync(db, outbox, client, actor, input.Reason, now, ct);
        var plain = PlainClientSecret.Generate();
        var added = client.AddSecret(plain, label.Value, options.Value.EndOfSecret(now), now);
        if (!added.Succeeded) return added.Error;

        news.Added(added.Value);
        if (input.Replaces is { } replaced)
        {
            var retired = client.RetireSecret(replaced, end: null, endLast: false, now);
            if (!retired.Succeeded) return retired.Error;
            var mailCancelled = await WaitingCredentials.CancelAsync(db, client, replaced, ct);
            news.Retired(retired.Value, isLast: false, mailCancelled);
        }

        return await db.SaveOrRefuseAsync(() => plain, ClientOfRotation.Overtaken(), ct);
    }
}
