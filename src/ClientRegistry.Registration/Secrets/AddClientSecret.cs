using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets;

/// <summary>
/// Adds a secret beside the one in use, and at wish retires that one in the same step. The new secret is handed to the
/// caller, once: it is stored as a hash only and travels in no mail.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the partner's members.</param>
/// <param name="clock">The present.</param>
public sealed class AddClientSecret(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>The longest label, in UTF-16 units.</summary>
    public const int LongestLabel = 100;

    /// <summary>Which client gets a secret.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="Label">What to call it: 1 to <see cref="LongestLabel"/> characters on one line, unlike those of its
    /// other live secrets.</param>
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
        var label = input.Label.Trim();
        if (CheckLabel(label) is { } invalid) return invalid;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await ClientOfRotation.LoadAsync(db, input.ClientId, input.Reason, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var (client, now) = (loaded.Value, clock.GetUtcNow());
        if (client.Secrets.Any(s => s.IsLive(now) && s.Label == label)) return Taken();

        var news = new SecretNews(db, outbox, client, actor, input.Reason, now);
        var plain = PlainClientSecret.Generate();
        var added = client.AddSecret(plain, label, now);
        if (!added.Succeeded) return added.Error;

        news.Added(added.Value);
        if (input.Replaces is { } replaced)
        {
            var retired = client.RetireSecret(replaced, end: null, endLast: false, now);
            if (!retired.Succeeded) return retired.Error;
            news.Retired(retired.Value, isLast: false);
        }

        return await db.TrySaveAsync(ct) == SaveResult.Saved ? plain : ClientOfRotation.Overtaken();
    }

    private static RegistryError? CheckLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && !label.Any(char.IsControl)
            ? null
            : new RegistryError(
                ErrorCodes.Invalid,
                $"Give it a label of 1 to {LongestLabel} characters on one line, so that you can tell it from the other.",
                nameof(Input.Label));

    private static RegistryError Taken() => new(
        ErrorCodes.Duplicate,
        "A live secret of this client has that label already. Choose one that tells the two apart.",
        nameof(Input.Label));
}
