using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>
/// Ends a membership. The person's sessions end within a minute; what they began, drafts and requests, stays with the
/// partner. They keep an account without rights, and may be invited again.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="access">Who may.</param>
/// <param name="outbox">Takes the mails to the person and to the partner's administrators.</param>
/// <param name="clock">The present.</param>
public sealed class RemoveMember(
    IDbContextFactory<RegistryDbContext> contexts, PartnerAccess access, Outbox outbox, TimeProvider clock)
{
    /// <summary>Who leaves which partner.</summary>
    /// <param name="PartnerId">The partner.</param>
    /// <param name="UserId">The member.</param>
    public sealed record Input(Guid PartnerId, Guid UserId);

    /// <summary>Does it.</summary>
    /// <param name="input">Who leaves which partner.</param>
    /// <param name="actor">An administrator of the partner, its account manager, or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var partner = await access.LoadToChangeMembersAsync(db, input.PartnerId, actor, ct);
        if (!partner.Succeeded) return Outcome.Refused<Done>(partner.Errors);

        var member = await Membership.LoadAsync(db, input.PartnerId, input.UserId, ct);
        if (!member.Succeeded) return Outcome.Refused<Done>(member.Errors);

        PartnerAccess.Hold(db, partner.Value);
        if (await Membership.RefuseLastAdministratorAsync(db, member.Value, ct) is { } refusal) return refusal;

        var user = member.Value.User!;
        user.EndSessions();
        db.Remove(member.Value);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.MemberRemoved, $"user:{user.Id}", input.PartnerId, user.Email, clock.GetUtcNow()));
        await OweMailAsync(db, partner.Value, user, actor, ct);
        return await db.SaveOrRefuseAsync(() => new Done(), PartnerAccess.Overtaken(), ct);
    }

    private async Task OweMailAsync(
        RegistryDbContext db, Partner partner, User removed, Actor actor, CancellationToken ct)
    {
        var administrators = await db.Users
            .Where(u => u.Id != removed.Id && u.DisabledAt == null && u.Membership!.PartnerId == partner.Id
                && u.Membership.Role == PartnerRole.Administrator)
            .ToListAsync(ct);
        var message = new MemberRemoved(partner.Id, partner.Name, removed.Name, actor.Name);
        foreach (var reader in administrators.Append(removed))
            outbox.Owe(db, MailRecipient.Of(reader), message).PartnerId = partner.Id;
    }
}
