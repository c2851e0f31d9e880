using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>A member of the staff.</summary>
/// <param name="UserId">Their account.</param>
/// <param name="Name">How they are called.</param>
/// <param name="Email">Their address.</param>
/// <param name="Role">What they may do.</param>
/// <param name="CreatedAt">When the account came to be.</param>
/// <param name="DisabledAt">Since when it is shut; null while it is open.</param>
/// <param name="PartnerCount">How many partners they look after.</param>
public sealed record StaffMember(
    Guid UserId,
    string Name,
    string Email,
    StaffRole Role,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DisabledAt,
    int PartnerCount);

/// <summary>Somebody who was invited to the staff and has not answered yet.</summary>
/// <param name="Name">How they are called.</param>
/// <param name="Email">Their address.</param>
/// <param name="Role">What they shall be allowed to do.</param>
/// <param name="CreatedAt">When they were invited.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record OpenStaffInvitation(
    string Name, string Email, StaffRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>The staff, for those who administer it and for auditors.</summary>
/// <param name="Members">By name.</param>
/// <param name="MemberCount">How many there are on all pages.</param>
/// <param name="Invitations">Open ones, newest first; the first page only.</param>
public sealed record StaffPage(
    IReadOnlyList<StaffMember> Members, int MemberCount, IReadOnlyList<OpenStaffInvitation> Invitations);

/// <summary>Lists the staff.</summary>
/// <param name="contexts">Reads.</param>
/// <param name="clock">The present.</param>
public sealed class ListStaff(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>People on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Lists them.</summary>
    /// <param name="page">Which page; counts from 1.</param>
    /// <param name="actor">An administrator or auditor.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<StaffPage>> RunAsync(int page, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (actor.StaffRole is not (StaffRole.Administrator or StaffRole.Auditor))
            return await Staff.RefuseAsync(db, "sees this list", ct);

        var staff = db.Users.AsNoTracking().Where(u => u.StaffRole != null);
        var members = await staff
            .OrderBy(u => u.Name).ThenBy(u => u.NormalizedUserName)
            .Skip((Math.Max(page, 1) - 1) * PageSize).Take(PageSize)
            .Select(u => new StaffMember(
                u.Id,
                u.Name,
                u.Email!,
                u.StaffRole!.Value,
                u.CreatedAt,
                u.DisabledAt,
                db.Partners.Count(p => p.AccountManagerId == u.Id)))
            .ToListAsync(ct);
        return new StaffPage(members, await staff.CountAsync(ct), await InvitationsAsync(db, ct));
    }

    private async Task<List<OpenStaffInvitation>> InvitationsAsync(RegistryDbContext db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Invitations.AsNoTracking()
            .Where(i => i.StaffRole != null && i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .OrderByDescending(i => i.CreatedAt).Take(PageSize)
            .Select(i => new OpenStaffInvitation(i.Name, i.Email, i.StaffRole!.Value, i.CreatedAt, i.ExpiresAt))
            .ToListAsync(ct);
    }
}
