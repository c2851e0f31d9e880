using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// Makes an account of an invitation. Its link proves the address. Of two acceptances at once one wins, by the
/// invitation's concurrency token.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="hasher">The slow hash.</param>
/// <param name="outbox">Takes the mail to the partner's administrators.</param>
/// <param name="clock">The present.</param>
public sealed class AcceptInvitation(
    IDbContextFactory<RegistryDbContext> contexts, IPasswordHasher<User> hasher, Outbox outbox, TimeProvider clock)
{
    /// <summary>The link and what the account shall be.</summary>
    /// <param name="Token">Token of the link.</param>
    /// <param name="Name">How the person wants to be called.</param>
    /// <param name="Password">Their password.</param>
    public sealed record Input(string Token, string Name, string Password);

    /// <summary>Does it.</summary>
    /// <param name="input">The link and what the account shall be.</param>
    /// <param name="visitor">From where.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The account, or <c>not_found</c>, <c>wrong_state</c>, <c>invalid_input</c>, <c>duplicate</c>.</returns>
    public async Task<Outcome<User>> RunAsync(Input input, Actor visitor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var invitation = await FindInvitation.LoadAsync(db.Invitations, input.Token, ct);
        if (invitation is null)
            return new RegistryError(ErrorCodes.NotFound, "This is no invitation link of ours. Open the mail's link again.");

        var now = clock.GetUtcNow();
        if (!invitation.IsOpen(now)) return invitation.Accept(now).Error!;
        if (ErrorsIn(input, invitation) is { Count: > 0 } errors) return Outcome.Refused<User>(errors);

        var normalized = User.Normalize(invitation.Email);
        var user = await db.Users.Include(u => u.Membership)
            .SingleOrDefaultAsync(u => u.NormalizedUserName == normalized, ct);
        if (user is { DisabledAt: not null } or { StaffRole: not null } or { Membership: not null })
            return AccountExists();

        invitation.Accept(now);
        if (user is null) db.Add(user = new User(PersonName.Clean(input.Name), invitation.Email, now));
        else user.Rename(PersonName.Clean(input.Name));
        user.SetPassword(hasher.HashPassword(user, input.Password));
        await JoinAsync(db, user, invitation, visitor, now, ct);
        return await SaveAsync(db, user, ct).OrBusyAsync();
    }

    private static async Task<Outcome<User>> SaveAsync(RegistryDbContext db, User user, CancellationToken ct) =>
        await db.TrySaveAsync(ct) switch
        {
            SaveResult.Saved => user,
            SaveResult.Duplicate => AccountExists(),
            _ => new RegistryError(
                ErrorCodes.WrongState, "This invitation was accepted a moment ago. Sign in with the password set then."),
        };

    private static List<RegistryError> ErrorsIn(Input input, Invitation invitation)
    {
        RegistryError?[] found =
        [
            PersonName.Refuse(input.Name, nameof(input.Name)),
            PasswordRules.Refuse(input.Password, input.Name, invitation.Email, nameof(input.Password)),
        ];
        return [.. found.OfType<RegistryError>()];
    }

    private async Task JoinAsync(
        RegistryDbContext db, User user, Invitation invitation, Actor visitor, DateTimeOffset now, CancellationToken ct)
    {
        var self = Actor.Of(user, visitor.RemoteAddress);
        if (invitation.StaffRole is { } staffRole)
        {
            user.BecomeStaff(staffRole);
            db.AuditEvents.Add(new AuditEvent(
                self, AuditActions.StaffAdded, $"user:{user.Id}", null, staffRole.InWords(), now));
            return;
        }

        var (partner, role) = (invitation.Partner!, invitation.PartnerRole!.Value);
        db.Add(new PartnerMember(user.Id, partner.Id, role, now));
        db.AuditEvents.Add(new AuditEvent(
            self, AuditActions.MemberAdded, $"user:{user.Id}", partner.Id, role.InWords(), now));

        var administrators = await db.Users
            .Where(u => u.DisabledAt == null && u.Membership!.PartnerId == partner.Id
                && u.Membership.Role == PartnerRole.Administrator)
            .ToListAsync(ct);
        foreach (var administrator in administrators)
        {
            outbox.Owe(
                    db,
                    MailRecipient.Of(administrator),
                    new MemberAdded(partner.Id, partner.Name, user.Name, role.InWords()))
                .PartnerId = partner.Id;
        }
    }

    private static RegistryError AccountExists() => new(
        ErrorCodes.Duplicate,
        "There is an account with this address already, and a person has one account. Sign in with it; to move it "
            + "elsewhere, or to open it when it is disabled, ask whoever invited you.");
}
