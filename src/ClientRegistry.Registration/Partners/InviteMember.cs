using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Invites somebody to a partner by mail. An earlier open invitation of the same address is replaced.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="access">Who may.</param>
/// <param name="outbox">Takes the mail.</param>
/// <param name="clock">The present.</param>
public sealed class InviteMember(
    IDbContextFactory<RegistryDbContext> contexts, PartnerAccess access, Outbox outbox, TimeProvider clock)
{
    /// <summary>So many invitations of one partner can be open at once: the registry is no way to flood mailboxes.</summary>
    public const int MostOpen = 50;

    /// <summary>Who, where to and as what.</summary>
    /// <param name="PartnerId">The partner to join.</param>
    /// <param name="Email">Address, and user name of the account to be.</param>
    /// <param name="Name">How they are called; they may correct it.</param>
    /// <param name="Role">What they may do there.</param>
    public sealed record Input(Guid PartnerId, string Email, string Name, PartnerRole Role);

    /// <summary>The shape of an input.</summary>
    public sealed class Validator : AbstractValidator<Input>
    {
        /// <summary>Its rules.</summary>
        public Validator()
        {
            RuleFor(i => i.Email).IsEmailAddress();
            RuleFor(i => i.Name).Must(PersonName.IsName)
                .WithMessage($"Give a name of 1 to {PersonName.MaxLength} characters on one line.");
            RuleFor(i => i.Role).IsInEnum().WithMessage("Choose developer or partner administrator.");
        }
    }

    /// <summary>Does it.</summary>
    /// <param name="input">Who, where to and as what.</param>
    /// <param name="actor">An administrator of the partner, its account manager, or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>invalid_input</c>, <c>duplicate</c>,
    /// <c>too_many</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loaded = await access.LoadToChangeMembersAsync(db, input.PartnerId, actor, ct);
        if (!loaded.Succeeded) return Outcome.Refused<Done>(loaded.Errors);
        if (new Validator().ErrorsIn(input) is { Count: > 0 } errors) return Outcome.Refused<Done>(errors);

        var partner = loaded.Value;
        EmailAddress.TryRead(input.Email, out var address);
        var refusal = await InvitationLetter.RefuseAddresseeAsync(
            db, address, partner.Id, actor, nameof(input.Email), ct);
        if (refusal is not null) return refusal;

        var now = clock.GetUtcNow();
        if (!await ReplaceEarlierAsync(db, partner, address, now, ct)) return TooMany();

        PartnerAccess.Hold(db, partner);
        outbox.OweInvitation(
            db, partner, input.Role, new MailRecipient(PersonName.Clean(input.Name), address), actor, now);
        return await db.SaveOrRefuseAsync(() => new Done(), PartnerAccess.Overtaken(), ct);
    }

    /// <returns>Whether there is room for one more.</returns>
    private static async Task<bool> ReplaceEarlierAsync(
        RegistryDbContext db, Partner partner, string address, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.Invitations
            .Where(i => i.PartnerId == partner.Id
                && i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .ToListAsync(ct);
        var normalized = User.Normalize(address);
        var same = open.FindAll(i => User.Normalize(i.Email) == normalized);
        foreach (var invitation in same) invitation.Withdraw(now);
        return open.Count - same.Count < MostOpen;
    }

    private static RegistryError TooMany() => new(
        ErrorCodes.TooMany,
        $"{MostOpen} invitations of this partner are open, and more are not possible. Withdraw some, or wait until they "
            + "are accepted or lapse.");
}
