using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Audit;

/// <summary>Lists the audit trail, the newest entry first.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class ListAuditEvents(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    /// <summary>How many stand on a page.</summary>
    public const int PageSize = 50;

    /// <summary>What to list; null means any.</summary>
    /// <param name="Actor">Part of the name that whoever acted had then, in either case.</param>
    /// <param name="Action">Exactly this word of <see cref="AuditActions"/>.</param>
    /// <param name="Subject">Beginning of the subject, as in <c>client:</c> or <c>request:12</c>.</param>
    /// <param name="From">Not before this time.</param>
    /// <param name="Until">Before this time.</param>
    /// <param name="Before">Entries whose place is below this one; the way to the next page.</param>
    public sealed record Input(
        string? Actor = null,
        string? Action = null,
        string? Subject = null,
        DateTimeOffset? From = null,
        DateTimeOffset? Until = null,
        long? Before = null);

    /// <summary>Does it.</summary>
    /// <param name="input">What to list.</param>
    /// <param name="actor">An administrator or auditor.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The page, or <c>forbidden</c>.</returns>
    public async Task<Outcome<AuditPage>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (await whoHolds.RefuseOthersAsync(actor, ct) is { } refusal) return refusal;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var entries = await Matching(db, input)
            .OrderByDescending(e => e.Sequence).Take(PageSize + 1)
            .Select(e => new AuditEntry(
                e.Sequence, e.At, e.ActorId, e.ActorName, e.RemoteAddress, e.Action, e.Subject, e.PartnerId, e.Reason))
            .ToListAsync(ct);
        var shown = entries.Take(PageSize).ToList();
        return new AuditPage(shown, entries.Count > PageSize ? shown[^1].Sequence : null);
    }

    private static IQueryable<AuditEvent> Matching(RegistryDbContext db, Input input)
    {
        var events = db.AuditEvents.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(input.Actor))
        {
            var name = LikePattern.Containing(input.Actor.Trim(' ', '\t'));
            var either = db.Dialect.SearchCollation;
            events = events.Where(
                e => EF.Functions.Like(EF.Functions.Collate(e.ActorName, either), name, LikePattern.Escape));
        }

        if (!string.IsNullOrWhiteSpace(input.Action)) events = events.Where(e => e.Action == input.Action);
        if (!string.IsNullOrWhiteSpace(input.Subject))
        {
            var subject = input.Subject.Trim(' ', '\t');
            events = events.Where(e => e.Subject.StartsWith(subject));
        }

        if (input.From is { } from) events = events.Where(e => e.At >= from);
        if (input.Until is { } until) events = events.Where(e => e.At < until);
        if (input.Before is { } before) events = events.Where(e => e.Sequence < before);
        return events;
    }
}

/// <summary>A page of the audit trail.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">What to give as <c>Before</c> for older ones; null when there are none.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next);

/// <summary>An entry of the audit trail.</summary>
/// <param name="Sequence">Its place; counts from 1 without a gap.</param>
/// <param name="At">When.</param>
/// <param name="ActorId">Whose account; null for visitors, commands and the system.</param>
/// <param name="ActorName">What they were called then.</param>
/// <param name="RemoteAddress">From where; null where there is no network between.</param>
/// <param name="Action">Did what.</param>
/// <param name="Subject">To what, as <c>kind:identifier</c>.</param>
/// <param name="PartnerId">The partner it concerns; null for none.</param>
/// <param name="Reason">Why, or what exactly.</param>
public sealed record AuditEntry(
    long Sequence,
    DateTimeOffset At,
    Guid? ActorId,
    string ActorName,
    string? RemoteAddress,
    string Action,
    string Subject,
    Guid? PartnerId,
    string? Reason);
