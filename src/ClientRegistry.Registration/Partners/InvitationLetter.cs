using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>How an invitation to a partner comes to be, by whatever way: the row, its mail, its entry in the trail.</summary>
internal static class InvitationLetter
{
    /// <summary>Puts all three into a unit of work.</summary>
    /// <param name="outbox">Takes the mail.</param>
    /// <param name="db">The unit of work.</param>
    /// <param name="partner">The partner to join.</param>
    /// <param name="role">As what.</param>
    /// <param name="to">Who is invited.</param>
    /// <param name="actor">Who invites.</param>
    /// <param name="now">The present.</param>
    /// <returns>The row.</returns>
    public static Invitation OweInvitation(
        this Outbox outbox,
        RegistryDbContext db,
        Partner partner,
        PartnerRole role,
        MailRecipient to,
        Actor actor,
        DateTimeOffset now)
    {
        var (invitation, token) = Invitation.ToPartner(partner.Id, role, to.Address, to.Name, actor.UserId, now);
        db.Add(invitation);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.MemberInvited,
            $"invitation:{invitation.Id}",
            partner.Id,
            $"{to.Address}, {role.InWords()}",
            now));
        outbox.Owe(
                db, to, new InvitationSent(partner.Name, role.InWords(), actor.Name, invitation.ExpiresAt), token)
            .PartnerId = partner.Id;
        return invitation;
    }

    /// <summary>Why somebody with this address cannot be invited to a partner: a person has one account.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="address">The address.</param>
    /// <param name="partnerId">The partner; null for one that is yet to be.</param>
    /// <param name="actor">Who invites: staff is told more.</param>
    /// <param name="field">The member at fault.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when they can.</returns>
    public static async Task<RegistryError?> RefuseAddresseeAsync(
        RegistryDbContext db, string address, Guid? partnerId, Actor actor, string? field, CancellationToken ct)
    {
        var normalized = User.Normalize(address);
        var user = await db.Users.AsNoTracking().Include(u => u.Membership).ThenInclude(m => m!.Partner)
            .SingleOrDefaultAsync(u => u.NormalizedUserName == normalized, ct);
        var why = user switch
        {
            null or { DisabledAt: null, StaffRole: null, Membership: null } => null,
            { Membership: { } membership } when membership.PartnerId == partnerId =>
                $"{user.Name} is a member already; change the role in the list.",
            _ when !actor.IsStaff =>
                "There is an account with this address already, and a person has one account. Invite another address, or "
                    + "ask your account manager.",
            { Membership: { } membership } =>
                $"{user.Name} is a member of {membership.Partner!.Name}, and nobody is in two partners. They can use "
                    + "another address, or be removed there first.",
            { StaffRole: not null } =>
                $"{user.Name} is on the staff, and nobody is both. They can use another address.",
            _ => $"The account of {user.Name} is disabled; an administrator can enable it.",
        };
        return why is null ? null : new RegistryError(ErrorCodes.Duplicate, why, field);
    }
}
