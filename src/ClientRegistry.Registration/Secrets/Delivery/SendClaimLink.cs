using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>Sends somebody a new link to a secret; the link before it stops working. Whoever sends it never sees the
/// secret, unless they send it to themselves.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail with the link.</param>
/// <param name="options">How long the link works.</param>
/// <param name="clock">The present.</param>
public sealed class SendClaimLink(
    IDbContextFactory<RegistryDbContext> contexts,
    Outbox outbox,
    IOptions<CredentialsOptions> options,
    TimeProvider clock)
{
    private readonly OweClaimLink _claimLink = new(outbox, options);

    /// <summary>Of which client, to whom.</summary>
    /// <param name="ClientId">The protocol identifier.</param>
    /// <param name="UserId">The account of one of the partner's members.</param>
    public sealed record Input(string ClientId, Guid UserId);

    /// <summary>Does it.</summary>
    /// <param name="input">Of which client, to whom.</param>
    /// <param name="actor">Who sends: a member of the partner, to themselves or to whoever had the last link; its account
    /// manager or an administrator, to any member.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>To whom it goes, or <c>not_found</c>, <c>forbidden</c>, <c>invalid_input</c> with the field <c>UserId</c>,
    /// <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Person>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await ClientOfRotation.FindAsync(db, input.ClientId, actor, ct);
        if (!found.Succeeded) return found.Error;

        var (client, now) = (found.Value, clock.GetUtcNow());
        if (WhyNot(client, now) is { } refusal) return refusal;

        var last = await ClaimRecipients.LastClaimAsync(db, client.Id, ct);
        if (ClaimRecipients.Of(client, last, actor).SingleOrDefault(u => u.Id == input.UserId) is not { } person)
            return NotThem(client.Partner!.Name);

        await _claimLink.ReplaceAsync(db, client, person, ClaimOccasion.Asked, actor, now, ct);
        return await db.SaveOrRefuseAsync(() => Person.Of(person)!, ClientOfRotation.Overtaken(), ct);
    }

    /// <summary>Why no link can be sent at all; null when one can.</summary>
    /// <param name="client">The client with its secrets and its live revision loaded.</param>
    /// <param name="now">The present.</param>
    /// <returns><c>wrong_state</c>, with what to do.</returns>
    internal static RegistryError? WhyNot(Client client, DateTimeOffset now)
    {
        if (client.LiveMetadata.IsPublic) return Refused("A public client has no secret, so there is no link to one.");
        if (client.Status == ClientStatus.Revoked)
            return Refused("The client is revoked, and that is final: it gets no secret any more.");
        if (client.Status == ClientStatus.Suspended)
            return Refused("The client is suspended, and its secret could not be picked up. Reinstate it first.");
        return client.Secrets.Count(s => s.IsLive(now)) < ClientSecret.MaximumLive
            ? null
            : Refused($"The client has {ClientSecret.MaximumLive} live secrets, and more are not kept. Retire one first.");
    }

    private static RegistryError Refused(string message) => new(ErrorCodes.WrongState, message);

    private static RegistryError NotThem(string partner) => new(
        ErrorCodes.Invalid,
        $"You cannot send the link to this person. Members of {partner} send it to themselves, or to whoever had the last one; "
            + "the staff sends it to any member whose account is open.",
        nameof(Input.UserId));
}
