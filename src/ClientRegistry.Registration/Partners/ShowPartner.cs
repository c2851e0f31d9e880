using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>Shows a partner with its people to the staff and to its own members.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="clock">Tells which invitations are open.</param>
public sealed class ShowPartner(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>How many members stand on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Which partner.</summary>
    /// <param name="PartnerId">The partner.</param>
    /// <param name="Page">Which page of members; the first is 1, and one that does not exist is the nearest that
    /// does.</param>
    public sealed record Input(Guid PartnerId, int Page = 1);

    /// <summary>Does it.</summary>
    /// <param name="input">Which partner.</param>
    /// <param name="actor">A member of the staff, or of the partner.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The partner, or <c>not_found</c>.</returns>
    public async Task<Outcome<PartnerDetail>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.MayRead(input.PartnerId)) return PartnerAccess.NotFound();

        await using var db = await contexts.CreateDbContextAsync(ct);
        var partner = await db.Partners.AsNoTracking().Include(p => p.AccountManager)
            .SingleOrDefaultAsync(p => p.Id == input.PartnerId, ct);
        if (partner is null) return PartnerAccess.NotFound();

        return new PartnerDetail(
            partner.Id,
            partner.Name,
            partner.CreatedAt,
            Person.Of(partner.AccountManager),
            await MembersAsync(db, input, ct),
            await InvitationsAsync(db, partner.Id, ct),
            await db.Clients.CountAsync(c => c.PartnerId == partner.Id && c.Status == ClientStatus.Active, ct),
            await db.ClientRequests.CountAsync(
                r => r.PartnerId == partner.Id
                    && (r.State == ClientRequestState.Submitted || r.State == ClientRequestState.InReview),
                ct),
            PartnerAccess.MayChangeMembers(actor, partner.Id, partner.AccountManagerId),
            actor.IsAdministrator,
            partner.RequiresClaimLink);
    }

    private static async Task<Paged<MemberInList>> MembersAsync(RegistryDbContext db, Input input, CancellationToken ct)
    {
        var members = db.PartnerMembers.AsNoTracking().Where(m => m.PartnerId == input.PartnerId);
        var total = await members.CountAsync(ct);
        var page = Math.Clamp(input.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var items = await members.OrderBy(m => m.User!.Name).ThenBy(m => m.User!.NormalizedUserName)
            .Skip((page - 1) * PageSize).Take(PageSize)
            .Select(m => new MemberInList(
                m.UserId, m.User!.Name, m.User.Email!, m.Role, m.JoinedAt, m.User.DisabledAt))
            .ToListAsync(ct);
        return new Paged<MemberInList>(items, total, page, PageSize);
    }

    private async Task<IReadOnlyList<OpenInvitation>> InvitationsAsync(
        RegistryDbContext db, Guid partnerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Invitations.AsNoTracking()
            .Where(i => i.PartnerId == partnerId
                && i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Email)
            .Take(InviteMember.MostOpen + 1)
            .Select(i => new OpenInvitation(i.Id, i.Name, i.Email, i.PartnerRole!.Value, i.CreatedAt, i.ExpiresAt))
            .ToListAsync(ct);
    }
}

/// <summary>A partner with its people.</summary>
/// <param name="Id">Its row key.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">Since when it is a partner.</param>
/// <param name="AccountManager">Who looks after it; null for the pool.</param>
/// <param name="Members">Its people, by name.</param>
/// <param name="Invitations">Open ones, the newest first.</param>
/// <param name="ActiveClients">How many clients the lookup serves.</param>
/// <param name="WaitingRequests">How many requests wait for a decision.</param>
/// <param name="MayChangeMembers">Whether the reader may invite, change and remove.</param>
/// <param name="MayChangePartner">Whether the reader may rename it, assign its account manager, and say how its secrets
/// travel.</param>
/// <param name="RequiresClaimLink">Whether its secrets travel by claim link only.</param>
public sealed record PartnerDetail(
    Guid Id,
    string Name,
    DateTimeOffset CreatedAt,
    Person? AccountManager,
    Paged<MemberInList> Members,
    IReadOnlyList<OpenInvitation> Invitations,
    int ActiveClients,
    int WaitingRequests,
    bool MayChangeMembers,
    bool MayChangePartner,
    bool RequiresClaimLink);

/// <summary>A member of a partner.</summary>
/// <param name="UserId">Their account.</param>
/// <param name="Name">How they are called.</param>
/// <param name="Email">Their address.</param>
/// <param name="Role">What they may do.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="DisabledAt">Since when their account is shut; null while it is open.</param>
public sealed record MemberInList(
    Guid UserId, string Name, string Email, PartnerRole Role, DateTimeOffset JoinedAt, DateTimeOffset? DisabledAt);

/// <summary>Somebody who was invited to a partner and has not answered yet.</summary>
/// <param name="Id">Row key of the invitation.</param>
/// <param name="Name">How they are called.</param>
/// <param name="Email">Where the link went.</param>
/// <param name="Role">What they shall be.</param>
/// <param name="CreatedAt">When they were invited.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record OpenInvitation(
    Guid Id, string Name, string Email, PartnerRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
