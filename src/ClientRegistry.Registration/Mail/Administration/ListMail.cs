using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail.Sending;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>An owed mail in a list.</summary>
/// <param name="Id">Row key.</param>
/// <param name="Kind">Which message it is.</param>
/// <param name="RecipientName">How the recipient is called.</param>
/// <param name="RecipientAddress">Their address.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CreatedAt">Since when it is owed.</param>
/// <param name="DueAt">When it is tried next, while it is due.</param>
/// <param name="AttemptCount">How often it was tried.</param>
/// <param name="LastAnswer">What the last attempt came to; null before the first.</param>
public sealed record MailRow(
    Guid Id,
    string Kind,
    string RecipientName,
    string RecipientAddress,
    MailState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset DueAt,
    int AttemptCount,
    string? LastAnswer);

/// <summary>The queue at a glance, and a page of mails.</summary>
/// <param name="Depth">How much waits, and since when.</param>
/// <param name="Alarm">Why nothing goes out from this process; null while it does.</param>
/// <param name="Counts">How many mails stand where.</param>
/// <param name="Mails">The newest first.</param>
public sealed record MailOverview(
    QueueDepth Depth, TransportAlarm? Alarm, IReadOnlyDictionary<MailState, int> Counts, Paged<MailRow> Mails);

/// <summary>Lists the owed mail, for the staff.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="gate">Whether mail goes out.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class ListMail(
    IDbContextFactory<RegistryDbContext> contexts, TransportGate gate, FindWhoHolds whoHolds)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 50;

    /// <summary>What to list.</summary>
    /// <param name="State">Only those; null for all.</param>
    /// <param name="Recipient">Part of an address or name, in either case; null or empty for all.</param>
    /// <param name="Page">Which page; the first is 1.</param>
    public sealed record Input(MailState? State = null, string? Recipient = null, int Page = 1);

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">Anybody on the staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The queue, or <c>forbidden</c>.</returns>
    public async Task<Outcome<MailOverview>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff)
        {
            return await whoHolds.RefuseAsync(
                NeededRole.Staff, "Only the registry's staff sees the mail.", actor, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var mails = Matching(db, input);
        var page = Math.Max(input.Page, 1);
        var rows = await mails.OrderByDescending(m => m.CreatedAt).ThenBy(m => m.MessageId)
            .Skip((page - 1) * PageSize).Take(PageSize)
            .Select(m => new MailRow(
                m.Id, m.Kind, m.RecipientName, m.RecipientAddress, m.State, m.CreatedAt, m.DueAt, m.AttemptCount,
                m.LastAnswer))
            .ToListAsync(ct);
        var counts = await db.OutgoingMails.GroupBy(m => m.State)
            .Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.State, g => g.Count, ct);
        return new MailOverview(
            await MailQueue.MeasureAsync(db, ct),
            gate.Alarm,
            counts,
            new Paged<MailRow>(rows, await mails.CountAsync(ct), page, PageSize));
    }

    private static IQueryable<OutgoingMail> Matching(RegistryDbContext db, Input input)
    {
        var mails = db.OutgoingMails.AsNoTracking();
        if (input.State is { } state) mails = mails.Where(m => m.State == state);
        if (string.IsNullOrWhiteSpace(input.Recipient)) return mails;

        var part = LikePattern.Containing(input.Recipient.Trim(' ', '\t'));
        var either = db.Dialect.SearchCollation;
        return mails.Where(
            m => EF.Functions.Like(EF.Functions.Collate(m.RecipientAddress, either), part, LikePattern.Escape)
                || EF.Functions.Like(EF.Functions.Collate(m.RecipientName, either), part, LikePattern.Escape));
    }
}
