using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>What an invitation to the staff came to.</summary>
/// <param name="Email">Where its mail goes.</param>
/// <param name="Link">Its link, with the token in clear: for the one who invites, never for a log.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record StaffInvitation(string Email, string Link, DateTimeOffset ExpiresAt);

/// <summary>Invites somebody to the staff by mail. An earlier open invitation of the same address is replaced.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail.</param>
/// <param name="links">Builds the link.</param>
/// <param name="clock">The present.</param>
public sealed class AddStaff(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, PortalLinks links, TimeProvider clock)
{
    /// <summary>Who and as what.</summary>
    /// <param name="Email">Address, and user name of the account to be.</param>
    /// <param name="Name">How they are called; they may correct it.</param>
    /// <param name="Role">What they may do.</param>
    public sealed record Input(string Email, string Name, StaffRole Role);

    /// <summary>The shape of an input.</summary>
    public sealed class Validator : AbstractValidator<Input>
    {
        /// <summary>Its rules.</summary>
        public Validator()
        {
            RuleFor(i => i.Email).IsEmailAddress();
            RuleFor(i => i.Name).Must(PersonName.IsName)
                .WithMessage($"Give a name of 1 to {PersonName.MaxLength} characters on one line.");
            RuleFor(i => i.Role).IsInEnum().WithMessage("Choose administrator, account manager or auditor.");
        }
    }

    /// <summary>Does it.</summary>
    /// <param name="input">Who and as what.</param>
    /// <param name="actor">An administrator, or the operator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The invitation, or <c>forbidden</c>, <c>invalid_input</c>, <c>duplicate</c>.</returns>
    public async Task<Outcome<StaffInvitation>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!actor.IsAdministrator) return await Staff.RefuseAsync(db, "invites staff", ct);
        if (new Validator().ErrorsIn(input) is { Count: > 0 } errors) return Outcome.Refused<StaffInvitation>(errors);

        EmailAddress.TryRead(input.Email, out var address);
        var normalized = User.Normalize(address);
        var user = await db.Users.AsNoTracking().Include(u => u.Membership)
            .SingleOrDefaultAsync(u => u.NormalizedUserName == normalized, ct);
        if (RefuseFor(user) is { } refusal) return refusal;

        var now = clock.GetUtcNow();
        var earlier = await db.Invitations
            .Where(i => i.Email == address && i.StaffRole != null && i.AcceptedAt == null && i.WithdrawnAt == null)
            .ToListAsync(ct);
        foreach (var open in earlier) open.Withdraw(now);

        var (invitation, token) = Invitation.ToStaff(
            input.Role, address, PersonName.Clean(input.Name), actor.UserId, now);
        db.Add(invitation);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.StaffInvited, $"invitation:{invitation.Id}", null, $"{address}, {input.Role.InWords()}", now));
        outbox.Owe(
            db,
            new MailRecipient(invitation.Name, address),
            new InvitationSent(null, input.Role.InWords(), actor.Name, invitation.ExpiresAt),
            token);
        return await db.SaveOrRefuseAsync(
            () => new StaffInvitation(address, links.Invitation(token), invitation.ExpiresAt),
            new RegistryError(ErrorCodes.Conflict, "An invitation of this address changed just now. Look at the list again."),
            ct);
    }

    private static RegistryError? RefuseFor(User? user) => user switch
    {
        { StaffRole: not null } => new(
            ErrorCodes.Duplicate, $"{user.Name} is on the staff already; change the role in the list.", nameof(Input.Email)),
        { Membership: not null } => new(
            ErrorCodes.Duplicate,
            $"{user.Name} is a member of a partner, and nobody is both. Remove them there, or use another address.",
            nameof(Input.Email)),
        { DisabledAt: not null } => new(
            ErrorCodes.Duplicate, $"The account of {user.Name} is disabled; enable it first.", nameof(Input.Email)),
        _ => null,
    };
}
