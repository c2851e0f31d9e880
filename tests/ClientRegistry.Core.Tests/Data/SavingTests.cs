using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Core.Requests;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientRegistry.Core.Tests.Data;

public sealed class SavingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Parallel_saves_get_numbers_without_gap_or_double(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (partner, user) = await PartnerWithUserAsync(database);

        await Parallel.ForAsync(0, 20, Ct, async (i, ct) =>
        {
            await using var db = database.CreateDbContext();
            db.Add(ClientRequest.ForNewClient(partner.Id, Actor.Of(user), Now));
            db.Add(Client.Issue($"cr-s-{i}", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, Now));
            db.Add(new AuditEvent(Actor.System, AuditActions.ClientIssued, $"client:{i}", null, null, Now));
            Assert.Equal(SaveResult.Saved, await db.TrySaveAsync(ct));
        });

        await using var read = database.CreateDbContext();
        Assert.Equal(Enumerable.Range(1, 20), await read.ClientRequests.Select(r => r.Number).Order().ToListAsync(Ct));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(n => (long)n),
            await read.ClientChanges.Select(c => c.Sequence).Order().ToListAsync(Ct));
        var trail = await read.AuditEvents.OrderBy(e => e.Sequence).ToListAsync(Ct);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), trail.Select(e => e.Sequence));
        var previous = "";
        foreach (var entry in trail)
        {
            Assert.Equal(entry.HashAfter(previous), entry.Hash);
            previous = entry.Hash;
        }
    }

    [Theory, OnEachDatabase]
    public async Task A_reader_of_the_feed_never_sees_a_later_change_before_an_earlier_one(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (partner, _) = await PartnerWithUserAsync(database);
        var writers = Parallel.ForAsync(0, 30, Ct, async (i, ct) =>
        {
            await using var db = database.CreateDbContext();
            db.Add(Client.Issue($"cr-s-{i}", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, Now));
            await db.SaveChangesAsync(ct);
        });

        var seen = new List<long>();
        while (seen.Count < 30)
        {
            var after = seen.LastOrDefault();
            await using var db = database.CreateDbContext();
            seen.AddRange(await db.ClientChanges.Where(c => c.Sequence > after).OrderBy(c => c.Sequence)
                .Select(c => c.Sequence).ToListAsync(Ct));
            Assert.False(writers.IsFaulted);
        }

        await writers;
        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), seen);
    }

    [Theory, OnEachDatabase]
    public async Task The_second_of_two_saves_on_one_row_is_told_so(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (partner, _) = await PartnerWithUserAsync(database);
        await using var first = database.CreateDbContext();
        await using var second = database.CreateDbContext();
        (await first.Partners.SingleAsync(p => p.Id == partner.Id, Ct)).Rename("First");
        (await second.Partners.SingleAsync(p => p.Id == partner.Id, Ct)).Rename("Second");

        Assert.Equal(SaveResult.Saved, await first.TrySaveAsync(Ct));
        Assert.Equal(SaveResult.Conflict, await second.TrySaveAsync(Ct));
    }

    [Theory, OnEachDatabase]
    public async Task A_second_row_of_one_name_is_a_duplicate_and_leaves_no_number_behind(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (partner, _) = await PartnerWithUserAsync(database);
        foreach (var expected in new[] { SaveResult.Saved, SaveResult.Duplicate })
        {
            await using var db = database.CreateDbContext();
            db.Add(Client.Issue("cr-s-1", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, Now));
            Assert.Equal(expected, await db.TrySaveAsync(Ct));
        }

        await using var read = database.CreateDbContext();
        Assert.Equal(1, (await read.Counters.SingleAsync(c => c.Name == Counter.Changes, Ct)).Value);
    }

    [Theory, OnEachDatabase]
    public async Task Who_waits_too_long_for_a_long_change_of_clients_is_told_that_nothing_was_saved(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (partner, _) = await PartnerWithUserAsync(database);
        await using var waiting = database.CreateDbContext();
        waiting.BeImpatient();
        waiting.Add(Client.Issue("cr-s-1", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, Now));
        await using (await LongChange.BeginAsync(database))
        {
            var refused = await waiting.SaveOrRefuseAsync(() => "saved", new RegistryError(ErrorCodes.Conflict, ""), Ct);
            Assert.Equal(ErrorCodes.Busy, refused.Error?.Code);
            await Assert.ThrowsAsync<DatabaseBusyException>(() => waiting.TrySaveAsync(Ct));
            await Assert.ThrowsAsync<DatabaseBusyException>(
                () => waiting.TryRenameAsync(partner.Id, "Other", RenamedBySystem, Now, Ct));
        }

        await using var read = database.CreateDbContext();
        Assert.False(await read.Clients.AnyAsync(Ct));
        read.Add(Client.Issue("cr-s-1", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, Now));
        Assert.Equal(SaveResult.Saved, await read.TrySaveAsync(Ct));

        static AuditEvent RenamedBySystem(Partner was) =>
            new(Actor.System, AuditActions.PartnerChanged, $"partner:{was.Id}", was.Id, null, Now);
    }

    [Theory, OnEachDatabase]
    public async Task Identifiers_that_differ_in_case_only_are_different(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (partner, _) = await PartnerWithUserAsync(database);
        await using var db = database.CreateDbContext();
        db.Add(Client.Issue("abc", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, Now));
        db.Add(Client.Issue("ABC", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, Now));

        Assert.Equal(SaveResult.Saved, await db.TrySaveAsync(Ct));
        Assert.Equal("ABC", (await db.Clients.AsNoTracking().SingleAsync(c => c.ClientId == "ABC", Ct)).ClientId);
    }

    [Theory, OnEachDatabase]
    public async Task Addresses_that_only_a_collation_takes_for_one_are_two_accounts(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var db = database.CreateDbContext();
        db.AddRange(new User("Ada", "ada@example.com", Now), new User("Eve", "\uFF41da@example.com", Now));

        Assert.Equal(SaveResult.Saved, await db.TrySaveAsync(Ct));
        var normalized = User.Normalize("\uFF41da@example.com");
        Assert.Equal("Eve", (await db.Users.AsNoTracking().SingleAsync(u => u.NormalizedUserName == normalized, Ct)).Name);
    }

    [Theory, OnEachDatabase]
    public async Task Times_come_back_as_they_went_and_are_ordered_by_the_database(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var times = new[] { Now.AddTicks(1), Now, Now.AddHours(1).ToOffset(TimeSpan.FromHours(5)), Now.AddTicks(10) };
        await using var db = database.CreateDbContext();
        db.AddRange(times.Select((at, i) => new Scope($"s{i}", "", false, at)));
        await db.SaveChangesAsync(Ct);

        var stored = await db.Scopes.AsNoTracking().OrderBy(s => s.CreatedAt).Select(s => s.CreatedAt).ToListAsync(Ct);

        Assert.Equal(times.Select(t => t.ToUniversalTime()).Order(), stored);
        Assert.All(stored, t => Assert.Equal(TimeSpan.Zero, t.Offset));
    }

    private static async Task<(Partner Partner, User User)> PartnerWithUserAsync(TestDatabase database)
    {
        var partner = new Partner("Example", null, Now);
        var user = new User("Ada", "ada@example.com", Now);
        await using var db = database.CreateDbContext();
        db.AddRange(partner, user);
        await db.SaveChangesAsync(Ct);
        return (partner, user);
    }
}
