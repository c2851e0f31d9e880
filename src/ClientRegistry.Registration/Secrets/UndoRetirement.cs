using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Lets a retired secret stay, as long as it has not ended yet.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail to the partner's members and the client's contacts.</param>
/// <param name="clock">The present.</param>
public sealed class UndoRetirement(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>Which secret stays.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="SecretId">The secret's public identifier.</param>
    /// <param name="Reason">Why; members of the partner need none.</param>
    public sealed record Input(string ClientId, string SecretId, string? Reason = null);

    /// <summary>Does it.</summary>
    /// <param name="input">Which secret.</param>
    /// <param name="actor">Who does it: a member of the partner; in an emergency its account manager or an
    /// administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>,
    /// <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await ClientOfRotation.LoadAsync(db, input.ClientId, input.Reason, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var (client, now) = (loaded.Value, clock.GetUtcNow());
        var undone = client.UndoRetirement(input.SecretId, now);
        if (!undone.Succeeded) return undone.Error;

        (await SecretNews.OfAsync(db, outbox, client, actor, input.Reason, now, ct)).RetirementUndone(undone.Value);
        return await db.SaveOrRefuseAsync(() => new Done(), ClientOfRotation.Overtaken(), ct);
    }
}
