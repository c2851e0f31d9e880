using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Who of the staff is asked to look at a partner's requests.</summary>
internal static class Reviewers
{
    /// <summary>
    /// The partner's account manager; for a partner of the pool every account manager. Where those are nobody, or have
    /// left, the administrators, who alone may act for them.
    /// </summary>
    /// <param name="db">Where the staff is.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<IReadOnlyList<User>> OfAsync(RegistryDbContext db, Partner partner, CancellationToken ct)
    {
        var staff = await db.Users.AsNoTracking()
            .Where(u => u.DisabledAt == null
                && (u.StaffRole == StaffRole.AccountManager || u.StaffRole == StaffRole.Administrator))
            .OrderBy(u => u.Name).ThenBy(u => u.Email)
            .ToListAsync(ct);

        if (staff.Find(u => u.Id == partner.AccountManagerId) is { } manager) return [manager];
        var managers = staff.FindAll(u => u.StaffRole == StaffRole.AccountManager);
        return managers is [] || partner.AccountManagerId is not null
            ? staff.FindAll(u => u.StaffRole == StaffRole.Administrator)
            : managers;
    }

    /// <summary>
    /// Whoever claimed the request; while nobody did, all who are asked to look at it; after the first of two approvals
    /// those who may give the second.
    /// </summary>
    /// <param name="db">Where the staff is.</param>
    /// <param name="request">The request with its partner loaded.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<IReadOnlyList<User>> WhoHaveAsync(
        RegistryDbContext db, ClientRequest request, CancellationToken ct)
    {
        if (request.FirstApprovedById is { } first) return await SecondApproversAsync(db, request, first, ct);
        var claimed = request.ReviewerId is { } id
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(
                u => u.Id == id && u.DisabledAt == null && u.StaffRole != null, ct)
            : null;
        return claimed is null ? await OfAsync(db, request.Partner!, ct) : [claimed];
    }

    /// <summary>Who may give the second of two approvals: whoever may manage the partner, but the first approver.</summary>
    /// <param name="db">Where the staff is.</param>
    /// <param name="request">The request with its partner loaded.</param>
    /// <param name="first">Who gave the first.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<IReadOnlyList<User>> SecondApproversAsync(
        RegistryDbContext db, ClientRequest request, Guid? first, CancellationToken ct)
    {
        var staff = await db.Users.AsNoTracking()
            .Where(u => u.StaffRole != null && u.DisabledAt == null && u.Id != first)
            .OrderBy(u => u.Name).ThenBy(u => u.Email)
            .ToListAsync(ct);
        return staff.FindAll(u => Actor.Of(u).MayManage(request.Partner!.AccountManagerId));
    }

    /// <summary>Owes the same mail about a request to several people.</summary>
    /// <param name="outbox">Takes the mail.</param>
    /// <param name="db">The unit of work.</param>
    /// <param name="request">What it is about.</param>
    /// <param name="people">To whom.</param>
    /// <param name="message">What it says.</param>
    public static void OweEach(
        this Outbox outbox, RegistryDbContext db, ClientRequest request, IEnumerable<User> people, MailMessage message)
    {
        foreach (var person in people) outbox.OweAbout(db, request, MailRecipient.Of(person), message);
    }
}
