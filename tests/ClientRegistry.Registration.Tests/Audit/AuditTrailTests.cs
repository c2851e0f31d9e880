using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Audit;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Audit;

/// <summary>Reading the audit trail, and finding where it was tampered with.</summary>
public sealed class AuditTrailTests
{
    [Theory, OnEachDatabase]
    public async Task An_untouched_trail_is_whole_and_an_empty_one_too(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        Assert.Equal(new AuditReport(0, "", null), await VerifyAsync(world));

        await WriteAsync(world, 1007);

        var report = await VerifyAsync(world);
        Assert.Null(report.Broken);
        Assert.Equal(1007, report.Whole);
    }

    [Theory, OnEachDatabase]
    public async Task A_changed_entry_is_named(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await WriteAsync(world, 5);
        await TamperAsync(world, db => db.AuditEvents.Where(e => e.Sequence == 3)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Reason, "nothing happened")));

        var report = await VerifyAsync(world);

        Assert.Equal((2, 3), (report.Whole, report.Broken!.Sequence));
    }

    [Theory, OnEachDatabase]
    public async Task A_changed_entry_with_a_hash_to_match_breaks_the_one_behind_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await WriteAsync(world, 5);
        await TamperAsync(world, async db =>
        {
            var previous = await db.AuditEvents.AsNoTracking().SingleAsync(e => e.Sequence == 2);
            await db.AuditEvents.Where(e => e.Sequence == 3)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.ActorName, "somebody else"));
            var changed = await db.AuditEvents.AsNoTracking().SingleAsync(e => e.Sequence == 3);
            var hash = changed.HashAfter(previous.Hash);
            await db.AuditEvents.Where(e => e.Sequence == 3).ExecuteUpdateAsync(set => set.SetProperty(e => e.Hash, hash));
        });

        Assert.Equal(4, (await VerifyAsync(world)).Broken!.Sequence);
    }

    [Theory, OnEachDatabase]
    public async Task An_entry_that_was_taken_out_is_named_in_the_middle_and_at_the_end(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await WriteAsync(world, 5);

        await TamperAsync(world, db => db.AuditEvents.Where(e => e.Sequence == 5).ExecuteDeleteAsync());
        Assert.Equal(5, (await VerifyAsync(world)).Broken!.Sequence);

        await TamperAsync(world, db => db.AuditEvents.Where(e => e.Sequence == 2).ExecuteDeleteAsync());
        Assert.Equal(2, (await VerifyAsync(world)).Broken!.Sequence);
    }

    [Theory, OnEachDatabase]
    public async Task The_trail_is_filtered_by_who_what_to_what_and_when(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await world.SaveAsync(new AuditEvent(world.Developer, AuditActions.RequestDrafted, "request:1", null, null, world.Now));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.SaveAsync(new AuditEvent(world.AccountManager, AuditActions.RequestClaimed, "request:1", null, null, world.Now));
        await world.SaveAsync(new AuditEvent(world.AccountManager, AuditActions.ClientIssued, "client:cr-s-1", null, null, world.Now));

        Assert.Equal([3, 2], await ListAsync(world, new(Actor: "max")));
        Assert.Equal([2], await ListAsync(world, new(Action: AuditActions.RequestClaimed)));
        Assert.Equal([2, 1], await ListAsync(world, new(Subject: "request:")));
        Assert.Equal([3, 2], await ListAsync(world, new(From: world.Now)));
        Assert.Equal([1], await ListAsync(world, new(Until: world.Now)));
        Assert.Empty(await ListAsync(world, new(Actor: "%")));
    }

    [Theory, OnEachDatabase]
    public async Task Older_entries_are_reached_page_by_page_without_a_gap(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await WriteAsync(world, ListAuditEvents.PageSize + 2);
        var list = new ListAuditEvents(world.Database, new FindWhoHolds(world.Database));

        var first = (await list.RunAsync(new(), world.Auditor)).Value!;
        var second = (await list.RunAsync(new(Before: first.Next), world.Auditor)).Value!;

        Assert.Equal(3, first.Next);
        Assert.Equal([2, 1], second.Entries.Select(e => e.Sequence));
        Assert.Null(second.Next);
    }

    [Theory, OnEachDatabase]
    public async Task Only_administrators_and_auditors_read_or_check_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var whoHolds = new FindWhoHolds(world.Database);

        foreach (var actor in new[] { world.AccountManager, world.PartnerAdministrator, world.Visitor, Actor.System })
        {
            var read = await new ListAuditEvents(world.Database, whoHolds).RunAsync(new(), actor);
            var check = await new VerifyAuditTrail(world.Database, whoHolds).RunAsync(actor);
            Assert.Equal((ErrorCodes.Forbidden, ErrorCodes.Forbidden), (read.Error!.Code, check.Error!.Code));
        }
    }

    private static Task WriteAsync(World world, int count) => world.SaveAsync(
        [.. Enumerable.Range(1, count).Select(
            n => new AuditEvent(world.Administrator, AuditActions.ScopeChanged, $"scope:{n}", null, "why", world.Now))]);

    private static async Task TamperAsync(World world, Func<RegistryDbContext, Task> how)
    {
        await using var db = world.Database.CreateDbContext();
        await how(db);
    }

    private static async Task<AuditReport> VerifyAsync(World world) =>
        (await new VerifyAuditTrail(world.Database, new FindWhoHolds(world.Database)).RunAsync(Actor.Operator)).Value!;

    private static async Task<IEnumerable<long>> ListAsync(World world, ListAuditEvents.Input input)
    {
        var page = await new ListAuditEvents(world.Database, new FindWhoHolds(world.Database))
            .RunAsync(input, world.Administrator);
        return page.Value!.Entries.Select(e => e.Sequence);
    }
}
