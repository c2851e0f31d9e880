using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

/// <summary>How much work of the database a flood of refusals makes, counted in commands and rows.</summary>
public sealed class LedgerFloodTests
{
    private const int Cap = 20;
    private const string Attempts = "RefusedAttempts";

    [Fact]
    public async Task A_flush_takes_what_waited_and_writes_only_what_the_cap_would_keep()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new WatchedDatabase(world.World.Database.ConnectionString);
        await using var node = await StartAsync(world, database);
        await FloodAsync(node, world, database, refills: 100);

        await node.Services.GetRequiredService<LedgerWriter>().FlushAsync(default);

        Assert.Equal(Cap, Inserts(database));
        await using var db = world.World.Database.CreateDbContext();
        Assert.Equal(Cap, await db.RefusedAttempts.CountAsync());
    }

    [Fact]
    public async Task Under_a_flood_the_writer_pauses_after_each_flush_and_throws_old_refusals_away()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new WatchedDatabase(world.World.Database.ConnectionString);
        await using var node = await StartAsync(world, database);
        await FloodAsync(node, world, database, refills: 400);

        var passed = await world.AdvanceUntilAsync(() => Task.FromResult(ThrewOldOnesAway(database)));

        Assert.InRange(Inserts(database), 1, Cap * (int)passed.TotalSeconds / 2);
    }

    [Fact]
    public async Task Old_refusals_are_thrown_away_also_when_nothing_is_asked()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.World.SaveAsync(new RefusedAttempt
        {
            Id = Guid.CreateVersion7(), At = world.World.Now.AddDays(-31), Environment = ClientEnvironment.Production,
            Reason = Reasons.ScopeMissing, Reference = "aaaaaaaaaa",
        });
        await using var db = world.World.Database.CreateDbContext();

        await world.AdvanceUntilAsync(async () => !await db.RefusedAttempts.AnyAsync());
    }

    [Fact]
    public async Task Refusals_of_many_clients_are_capped_together()
    {
        await using var world = await LookupWorld.CreateAsync();
        var clients = await AddManyAsync(world);
        var database = new WatchedDatabase(world.World.Database.ConnectionString);
        await using var node = await StartAsync(world, database, cap: 2);
        for (var round = 0; round < 2; round++)
        {
            foreach (var client in clients) Leave(node, world, await FindAsync(node, client.ClientId), count: 2);
            Leave(node, world, client: null, count: 2);
            await node.Services.GetRequiredService<LedgerWriter>().FlushAsync(default);
        }

        Assert.InRange(database.CommandsOn(Attempts).Count - Inserts(database), 1, 10);
        await using var db = world.World.Database.CreateDbContext();
        var kept = await db.RefusedAttempts.GroupBy(a => a.ClientRowId).Select(g => g.Count()).ToListAsync();
        Assert.Equal(Enumerable.Repeat(2, clients.Count + 1), kept);
    }

    [Fact]
    public async Task Of_more_uses_than_one_statement_takes_each_is_noted()
    {
        await using var world = await LookupWorld.CreateAsync();
        var clients = await AddManyAsync(world);
        var ledger = world.Host.Services.GetRequiredService<UsageLedger>();
        foreach (var client in clients)
            ledger.Leave(new RedirectUriUseNote(world.World.Now, client.Id, "https://app.example/cb"));
        await world.Host.Services.GetRequiredService<LedgerWriter>().FlushAsync(default);

        await using var db = world.World.Database.CreateDbContext();
        Assert.Equal(clients.Select(c => c.Id).Order(), (await db.RedirectUriUses.Select(u => u.ClientRowId).ToListAsync()).Order());
    }

    private static async Task<IReadOnlyList<Client>> AddManyAsync(LookupWorld world)
    {
        var clients = Enumerable.Range(0, 600).Select(i => Client.Issue(
            $"c{i}", world.World.Partner.Id, ClientEnvironment.Production, LookupWorld.Metadata, null, world.World.Now)).ToList();
        await world.World.SaveAsync([.. clients]);
        return clients;
    }

    private static Task<LookupHost> StartAsync(LookupWorld world, WatchedDatabase database, int cap = Cap) =>
        LookupHost.StartAsync(database, new Commits(), world.World.Clock, s => s["Lookup:RefusalsPerClient"] = $"{cap}");

    // Full at first, and more comes with each command that is sent: so many times.
    private static async Task FloodAsync(LookupHost node, LookupWorld world, WatchedDatabase database, int refills)
    {
        var client = await FindAsync(node, "one");
        Leave(node, world, client, UsageLedger.Capacity);
        database.OnCommand = () =>
        {
            if (refills-- > 0) Leave(node, world, client, count: 500);
        };
    }

    private static async Task<ClientEntry?> FindAsync(LookupHost node, string clientId) =>
        (await node.Services.GetRequiredService<ClientDirectory>().FindAsync(clientId)).Entry;

    private static void Leave(LookupHost node, LookupWorld world, ClientEntry? client, int count)
    {
        var ledger = node.Services.GetRequiredService<UsageLedger>();
        for (var i = 0; i < count; i++)
        {
            ledger.Leave(new RefusalNote(
                world.World.Now, AttemptKind.AuthorizationRequest, ClientEnvironment.Production, Reasons.ScopeMissing,
                RandomText.Base32(10), client?.ClientId, client, null, null));
        }
    }

    private static int Inserts(WatchedDatabase database) =>
        database.CommandsOn(Attempts).Sum(c => c.Split($"INSERT INTO \"{Attempts}\"").Length - 1);

    private static bool ThrewOldOnesAway(WatchedDatabase database) => database.CommandsOn(Attempts).Any(
        c => c.StartsWith("DELETE", StringComparison.Ordinal) && c.Contains("\"At\" <", StringComparison.Ordinal));
}
