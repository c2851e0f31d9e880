using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Partners;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Reads what somebody sees first: what waits for them, and whom they can turn to.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class ShowHome(IDbContextFactory<RegistryDbContext> contexts)
{
    private const int MostListed = 5;

    /// <summary>Does it.</summary>
    /// <param name="actor">Who reads; a visitor sees neither part.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<HomeView> RunAsync(Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new HomeView(
            actor.Name,
            actor.PartnerId is { } partnerId ? await OfPartnerAsync(db, partnerId, ct) : null,
            actor.IsStaff ? await OfStaffAsync(db, actor, ct) : null);
    }

    private static async Task<PartnerHome> OfPartnerAsync(RegistryDbContext db, Guid partnerId, CancellationToken ct)
    {
        var partner = await db.Partners.AsNoTracking().Include(p => p.AccountManager)
            .SingleAsync(p => p.Id == partnerId, ct);
        var requests = db.ClientRequests.AsNoTracking().Where(r => r.PartnerId == partnerId);
        var toDo = requests.Where(
            r => r.State == ClientRequestState.Draft || r.State == ClientRequestState.ChangesRequested);
        var underReview = requests.Where(
            r => r.State == ClientRequestState.Submitted || r.State == ClientRequestState.InReview);
        return new PartnerHome(
            partner.Name,
            partner.AccountManager is { DisabledAt: null } manager ? Person.Of(manager) : null,
            await ListAsync(toDo, ct),
            await toDo.CountAsync(ct),
            await ListAsync(underReview, ct),
            await underReview.CountAsync(ct),
            await db.Clients.CountAsync(c => c.PartnerId == partnerId && c.Status != ClientStatus.Revoked, ct));
    }

    private static async Task<IReadOnlyList<HomeRequest>> ListAsync(
        IQueryable<ClientRequest> requests, CancellationToken ct)
    {
        var rows = await requests.OrderByDescending(r => r.Number).Take(MostListed)
            .Select(r => new { r.Number, r.Metadata, r.State, r.StateSince })
            .ToListAsync(ct);
        return [.. rows.Select(r => new HomeRequest(r.Number, r.Metadata.ClientName, r.State, r.StateSince))];
    }

    private static async Task<StaffHome> OfStaffAsync(RegistryDbContext db, Actor actor, CancellationToken ct)
    {
        var seesAll = actor.StaffRole is not StaffRole.AccountManager;
        var mine = db.ClientRequests.AsNoTracking().Where(
            r => seesAll || r.Partner!.AccountManagerId == null || r.Partner.AccountManagerId == actor.UserId);
        var waiting = mine.Where(r => r.State == ClientRequestState.Submitted);
        var oldest = await waiting.OrderBy(r => r.SubmittedAt).ThenBy(r => r.Number)
            .Select(r => new OldestRequest(r.Number, r.Partner!.Name, r.SubmittedAt!.Value))
            .FirstOrDefaultAsync(ct);
        return new StaffHome(
            await waiting.CountAsync(ct),
            await mine.CountAsync(r => r.State == ClientRequestState.InReview && r.ReviewerId == actor.UserId, ct),
            oldest,
            await db.PartnerApplications.CountAsync(a => a.State == PartnerApplicationState.Waiting, ct),
            await db.OutgoingMails.CountAsync(m => m.State == MailState.Failed, ct),
            await db.OutgoingMails.CountAsync(
                m => m.State == MailState.Failed && m.LastAnswer == OutgoingMail.KeysLost, ct));
    }
}

/// <summary>What somebody sees first.</summary>
/// <param name="Name">How they are called.</param>
/// <param name="Partner">For members of a partner; null for all others.</param>
/// <param name="Staff">For the staff; null for all others.</param>
public sealed record HomeView(string Name, PartnerHome? Partner, StaffHome? Staff);

/// <summary>What waits for a partner.</summary>
/// <param name="PartnerName">The partner.</param>
/// <param name="AccountManager">Whom they can turn to; null when the partner belongs to the pool.</param>
/// <param name="ToDo">The newest of what they have to go on with.</param>
/// <param name="ToDoCount">How many those are in all.</param>
/// <param name="UnderReview">The newest of what the staff has.</param>
/// <param name="UnderReviewCount">How many those are in all.</param>
/// <param name="ClientCount">How many clients they have that are not revoked.</param>
public sealed record PartnerHome(
    string PartnerName,
    Person? AccountManager,
    IReadOnlyList<HomeRequest> ToDo,
    int ToDoCount,
    IReadOnlyList<HomeRequest> UnderReview,
    int UnderReviewCount,
    int ClientCount);

/// <summary>A request in a few words.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="ClientName">The client's name; empty while none was given.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateSince">Since when.</param>
public sealed record HomeRequest(int Number, string ClientName, ClientRequestState State, DateTimeOffset StateSince);

/// <summary>What waits for the staff; for an account manager, of the partners they may act for.</summary>
/// <param name="Waiting">Requests that nobody claimed.</param>
/// <param name="InMyReview">Requests that the reader claimed.</param>
/// <param name="Oldest">The one that has waited longest; null when none waits.</param>
/// <param name="Applications">Organisations that want to become partners.</param>
/// <param name="FailedMails">Mails that need a person to act.</param>
/// <param name="LostSecrets">Those of them whose secrets must be issued again, because the keys are gone.</param>
public sealed record StaffHome(
    int Waiting, int InMyReview, OldestRequest? Oldest, int Applications, int FailedMails, int LostSecrets);

/// <summary>The request that has waited longest.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="PartnerName">Whose it is.</param>
/// <param name="SubmittedAt">Since when it waits.</param>
public sealed record OldestRequest(int Number, string PartnerName, DateTimeOffset SubmittedAt);
