using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Clients.Import;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Clients.Import;

public sealed class ImportClientsTests
{
    private const string Good =
        """{"client_id":"legacy-1","client_name":"Legacy","redirect_uris":["https://app.example.com/cb"],"scope":"orders-api"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_client_keeps_its_identifier_and_gets_the_defaults_of_rfc_7591(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var result = await ImportAsync(world, Good);

        Assert.Empty(result.Problems);
        var client = await SingleAsync(world);
        Assert.Equal(("legacy-1", ClientStatus.Active, world.Partner.Id), (client.ClientId, client.Status, client.PartnerId));
        Assert.Equal(["authorization_code"], client.LiveMetadata.GrantTypes);
        Assert.Equal("client_secret_basic", client.LiveMetadata.TokenEndpointAuthMethod);
        Assert.True(client.LiveMetadata.RequirePkce);
        Assert.Empty(client.Secrets);
    }

    [Theory, OnEachDatabase]
    public async Task Hash_secret_status_and_pkce_are_taken_over(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var hash = SecretHash.Fast("from elsewhere");

        var result = await ImportAsync(world, $$"""
            [ {"client_id":"a","client_name":"A","redirect_uris":["https://a.example.com/cb"],"client_secret_hash":"{{hash}}",
               "require_pkce":false,"unknown_member":{"deep":[1,2]} },
              {"client_id":"b","client_name":"B","redirect_uris":["https://b.example.com/cb"],"client_secret":"hunter2",
               "status":"suspended"} ]
            """);

        Assert.Empty(result.Problems);
        var (a, b) = await PairAsync(world);
        Assert.False(a.LiveMetadata.RequirePkce);
        Assert.Equal(hash, Assert.Single(a.Secrets).Hash);
        Assert.Equal(ClientStatus.Suspended, b.Status);
        var slow = Assert.Single(b.Secrets).Hash;
        Assert.True(SecretHash.IsSlow(slow));
        Assert.True(SecretHash.Matches("hunter2", slow));
    }

    [Fact]
    public async Task Each_fault_is_named_with_line_and_member_and_nothing_is_written()
    {
        await using var world = await World.CreateAsync();

        var result = await ImportAsync(
            world,
            Good,
            """{"client_id":"x","client_name":"X","redirect_uris":["https://ok.example.com/","https://bad.example.com/#f"]}""",
            """{"client_id":"y","client_name":"Y","redirect_uris":["https://ok.example.com/"],"scope":"no-such"}""",
            """{"client_id":"legacy-1","client_name":"Z","redirect_uris":["https://ok.example.com/"]}""",
            """{"client_id":"z z","client_name":7,"redirect_uris":"https://ok.example.com/"}""",
            "[]");

        string[] expected =
        [
            "line 2: redirect_uris[1]: ", "line 3: scope: ", "line 4: client_id: ", "line 5: client_name: ",
            "line 5: redirect_uris: ", "line 5: client_id: ",
        ];
        Assert.All(expected, start => Assert.Contains(
            result.Problems, p => p.ToString().StartsWith(start, StringComparison.Ordinal)));
        await using var db = world.Database.CreateDbContext();
        Assert.Empty(await db.Clients.ToListAsync(Ct));
    }

    [Theory]
    [InlineData("{\"client_id\":", 1)]
    [InlineData("{}\n{}\nnonsense", 3)]
    [InlineData("[\n{},\n{}\n", 4)]
    public async Task Broken_json_is_named_with_its_line(string file, int line)
    {
        await using var world = await World.CreateAsync();

        var result = await ImportAsync(world, file);

        var last = result.Problems[^1];
        Assert.Equal(line, last.Line);
        Assert.Contains("not JSON", last.Message, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task An_identifier_the_registry_has_already_is_refused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await ImportAsync(world, Good);

        var again = await ImportAsync(world, Good);

        Assert.Equal("line 1: client_id", again.Problems.Single().ToString()[..17]);
    }

    [Theory, OnEachDatabase]
    public async Task Scopes_that_the_catalogue_lacks_are_added_on_demand(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var file = Good.Replace("orders-api", "orders-api old-api", StringComparison.Ordinal);

        Assert.NotEmpty((await ImportAsync(world, file)).Problems);
        var result = await RunAsync(world, file, addScopes: true);

        Assert.Equal(["old-api"], result.Value!.AddedScopes);
        await using var db = world.Database.CreateDbContext();
        Assert.True(await db.Scopes.AnyAsync(s => s.Name == "old-api", Ct));
    }

    [Fact]
    public async Task A_scope_name_that_the_catalogue_cannot_hold_is_named_and_not_added()
    {
        await using var world = await World.CreateAsync();
        var file = Good.Replace("orders-api", new string('x', 101), StringComparison.Ordinal);

        var result = await RunAsync(world, file, addScopes: true);

        Assert.Contains(
            result.Value!.Problems, p => p.ToString().StartsWith("line 1: scope: The catalogue takes", StringComparison.Ordinal));
        Assert.Empty(result.Value.AddedScopes);
    }

    [Fact]
    public async Task A_dry_run_checks_and_writes_nothing()
    {
        await using var world = await World.CreateAsync();

        var result = await RunAsync(world, Good, dryRun: true);

        Assert.Equal(1, result.Value!.Clients);
        await using var db = world.Database.CreateDbContext();
        Assert.Empty(await db.Clients.ToListAsync(Ct));
    }

    [Theory, OnEachDatabase]
    public async Task All_clients_of_many_batches_are_in_the_change_feed_in_order(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var lines = Enumerable.Range(0, 2500).Select(i => Good.Replace("legacy-1", $"c-{i:D4}", StringComparison.Ordinal));

        var result = await ImportAsync(world, [.. lines]);

        Assert.Equal(2500, result.Clients);
        await using var db = world.Database.CreateDbContext();
        var feed = await db.ClientChanges.OrderBy(c => c.Sequence).Select(c => new { c.Sequence, c.ClientId }).ToListAsync(Ct);
        Assert.Equal(Enumerable.Range(1, 2500).Select(n => (long)n), feed.Select(c => c.Sequence));
        Assert.Equal("c-2499", feed[^1].ClientId);
    }

    [Fact]
    public async Task Only_administrators_and_the_operator_import()
    {
        await using var world = await World.CreateAsync();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Good));
        var input = new ImportClients.Input(content, ClientEnvironment.Production, null, false, false);

        var refused = await new ImportClients(world.Database, world.Clock).RunAsync(input, world.AccountManager, ct: Ct);

        Assert.Equal(ErrorCodes.Forbidden, refused.Error!.Code);
    }

    [Fact]
    public async Task A_partner_that_is_not_there_is_named()
    {
        await using var world = await World.CreateAsync();

        var refused = await RunAsync(world, Good, partner: "Nobody");

        Assert.Contains("\"Nobody\"", refused.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_half_way_it_leaves_nothing()
    {
        await using var world = await World.CreateAsync();
        var lines = Enumerable.Range(0, 2500).Select(i => Good.Replace("legacy-1", $"c-{i}", StringComparison.Ordinal));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        using var stop = new CancellationTokenSource();
        var progress = new StopsAt(1500, stop);
        var input = new ImportClients.Input(content, ClientEnvironment.Production, world.Partner.Name, false, false);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new ImportClients(world.Database, world.Clock)
                .RunAsync(input, Core.Accounts.Actor.Operator, progress, stop.Token));

        await using var db = world.Database.CreateDbContext();
        Assert.Empty(await db.Clients.ToListAsync(Ct));
        Assert.Equal(0, (await db.Counters.SingleAsync(c => c.Name == Counter.Changes, Ct)).Value);
    }

    private static async Task<ImportResult> ImportAsync(World world, params string[] lines) =>
        (await RunAsync(world, string.Join('\n', lines))).Value!;

    private static async Task<Outcome<ImportResult>> RunAsync(
        World world, string file, string? partner = null, bool addScopes = false, bool dryRun = false)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var input = new ImportClients.Input(
            content, ClientEnvironment.Production, partner ?? world.Partner.Name, addScopes, dryRun);
        return await new ImportClients(world.Database, world.Clock)
            .RunAsync(input, Core.Accounts.Actor.Operator, ct: Ct);
    }

    private static async Task<Client> SingleAsync(World world)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.Clients.Include(c => c.Revisions).Include(c => c.Secrets).SingleAsync(Ct);
    }

    private static async Task<(Client A, Client B)> PairAsync(World world)
    {
        await using var db = world.Database.CreateDbContext();
        var clients = await db.Clients.Include(c => c.Revisions).Include(c => c.Secrets)
            .OrderBy(c => c.ClientId).ToListAsync(Ct);
        return (clients[0], clients[1]);
    }

    private sealed class StopsAt(int clients, CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.Step == ImportStep.Writing && value.Clients == clients) stop.Cancel();
        }
    }
}
