using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Gives a member another role in the same partner. It counts from their next step on.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="access">Who may.</param>
/// <param name="clock">The present.</param>
public sealed class ChangeMemberRole(
    IDbContextFactory<RegistryDbContext> contexts, PartnerAccess access, TimeProvider clock)
{
    /// <summary>Who becomes what, and where.</summary>
    /// <param name="PartnerId">The partner.</param>
    /// <param name="UserId">The member.</param>
    /// <param name="Role">The new role.</param>
    public sealed record Input(Guid PartnerId, Guid UserId, PartnerRole Role);

    /// <summary>Does it.</summary>
    /// <param name="input">Who becomes what, and where.</param>
    /// <param name="actor">An administrator of the partner, its account manager, or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>not_found</c>, <c>forbidden</c>, <c>invalid_input</c>, <c>wrong_state</c>,
    /// <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var partner = await access.LoadToChangeMembersAsync(db, input.PartnerId, actor, ct);
        if (!partner.Succeeded) return Outcome.Refused<Done>(partner.Errors);
        if (!Enum.IsDefined(input.Role))
            return new RegistryError(ErrorCodes.Invalid, "Choose developer or partner administrator.", nameof(input.Role));

        var member = await Membership.LoadAsync(db, input.PartnerId, input.UserId, ct);
        if (!member.Succeeded) return Outcome.Refused<Done>(member.Errors);
        var before = member.Value.Role;
        if (before == input.Role) return new Done();

        PartnerAccess.Hold(db, partner.Value);
        if (await Membership.RefuseLastAdministratorAsync(db, member.Value, ct) is { } refusal) return refusal;

        member.Value.BecomeA(input.Role);
        db.AuditEvents.Add(new AuditEvent(
            actor,
            AuditActions.MemberRoleChanged,
            $"user:{input.UserId}",
            input.PartnerId,
            $"{before.InWords()} → {input.Role.InWords()}",
            clock.GetUtcNow()));
        return await db.SaveOrRefuseAsync(() => new Done(), PartnerAccess.Overtaken(), ct);
    }
}
