using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Calls a live secret by another name. Nothing that uses it notices, so nobody is told; the history is.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">The present.</param>
public sealed class RelabelClientSecret(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>Which secret gets which label.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="SecretId">The secret's public identifier.</param>
    /// <param name="Label">What to call it, see <see cref="SecretLabel"/>.</param>
    /// <param name="Reason">Why; members of the partner need none.</param>
    public sealed record Input(string ClientId, string SecretId, string Label, string? Reason = null);

    /// <summary>Does it.</summary>
    /// <param name="input">Which secret, and its label.</param>
    /// <param name="actor">Who does it: a member of the partner; in an emergency its account manager or an
    /// administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>duplicate</c>, <c>not_found</c>, <c>forbidden</c>,
    /// <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await ClientOfRotation.LoadAsync(db, input.ClientId, input.Reason, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var (client, now) = (loaded.Value, clock.GetUtcNow());
        var label = SecretLabel.Read(input.Label, client, besides: input.SecretId, now);
        if (!label.Succeeded) return label.Error;

        var before = client.Secrets.FirstOrDefault(s => s.SecretId == input.SecretId)?.Label;
        var relabelled = client.RelabelSecret(input.SecretId, label.Value, now);
        if (!relabelled.Succeeded) return relabelled.Error;
        if (before == label.Value) return new Done();

        var reason = string.IsNullOrWhiteSpace(input.Reason) ? "" : $": {input.Reason.Trim()}";
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.SecretRelabelled,
            $"client:{client.ClientId}",
            client.PartnerId,
            $"{before} is now {label.Value} ({input.SecretId}){reason}",
            now));
        db.Hold(client);
        return await db.SaveOrRefuseAsync(() => new Done(), ClientOfRotation.Overtaken(), ct);
    }
}
