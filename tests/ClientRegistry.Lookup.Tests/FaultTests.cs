using System.Net;
using System.Text;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Lookup.Directory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task Without_the_database_held_answers_go_on_marked_with_their_age_and_others_are_503()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("held");
        await world.AddClientAsync("not-held");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await StartAsync(world, database);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, world, "held"));

        database.IsGone = true;
        world.World.Clock.Advance(TimeSpan.FromMinutes(9));
        using var held = await node.SendAsync(HttpMethod.Get, "/api/v1/clients/held", world.ProductionKey);
        using var notHeld = await node.SendAsync(HttpMethod.Get, "/api/v1/clients/not-held", world.ProductionKey);
        using var nobody = await node.SendAsync(HttpMethod.Get, "/api/v1/clients/nobody", world.ProductionKey);

        Assert.Equal(HttpStatusCode.OK, held.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(9), held.Headers.Age);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notHeld.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, nobody.StatusCode);
        Assert.NotNull(notHeld.Headers.RetryAfter);
    }

    [Fact]
    public async Task Stale_verdicts_are_marked_with_their_age_good_and_bad_ones_and_fresh_ones_are_not()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("held", LookupWorld.Metadata with { TokenEndpointAuthMethod = "none", RequirePkce = false });
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await StartAsync(world, database);
        const string Challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        (string Path, string Body, string Answer)[] questions =
        [
            ("authorization-requests/validate", "client_id=held&response_type=code&scope=orders-api"
                + "&redirect_uri=https://app.example/cb" + Challenge, "\"valid\":true"),
            ("authorization-requests/validate", "client_id=held&redirect_uri=https://app.example/no", "\"valid\":false"),
            ("client-authentication", "client_id=held", "\"authenticated\":true"),
            ("client-authentication", "client_id=held&client_secret=s", "\"authenticated\":false"),
        ];
        foreach (var (path, body, answer) in questions) Assert.Null(await AgeAsync(node, world, path, body, answer));

        database.IsGone = true;
        world.World.Clock.Advance(TimeSpan.FromMinutes(9));
        foreach (var (path, body, answer) in questions)
            Assert.Equal(TimeSpan.FromMinutes(9), await AgeAsync(node, world, path, body, answer));
    }

    [Fact]
    public async Task An_answer_older_than_the_limit_is_given_no_more_and_the_node_recovers_by_itself()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("held");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await StartAsync(world, database);
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        Assert.Equal(DirectoryResult.Found, (await directory.FindAsync("held")).Result);

        database.IsGone = true;
        world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(DirectoryResult.Unavailable, (await directory.FindAsync("held")).Result);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(node, world, "held"));

        database.IsGone = false;
        world.World.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, world, "held"));
    }

    [Fact]
    public async Task What_is_known_to_be_wrong_is_not_given_even_when_nothing_newer_can_be_read()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await StartAsync(world, database);
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        Assert.Equal(DirectoryResult.Found, (await directory.FindAsync("one")).Result);

        database.IsGone = true;
        directory.Invalidate("one");

        Assert.Equal(DirectoryResult.Unavailable, (await directory.FindAsync("one")).Result);
    }

    [Fact]
    public async Task No_question_reads_as_an_answer_while_the_database_is_gone()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await StartAsync(world, database);
        await StatusAsync(node, world, "nobody");
        database.IsGone = true;

        foreach (var (path, body) in new[]
        {
            ("/api/v1/authorization-requests/validate", "client_id=one"), ("/api/v1/client-authentication", "client_id=one"),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
            using var response = await node.SendAsync(HttpMethod.Post, path, world.ProductionKey, content);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        using var changes = await node.SendAsync(HttpMethod.Get, "/api/v1/changes?after=0", world.ProductionKey);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, changes.StatusCode);
    }

    [Fact]
    public async Task A_node_that_starts_without_a_database_does_not_call_a_key_unknown()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits()) { IsGone = true };
        await using var node = await StartAsync(world, database);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(node, world, "one"));

        database.IsGone = false;
        world.World.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, world, "one"));
    }

    [Fact]
    public async Task A_flood_of_unknown_identifiers_takes_no_room_and_does_not_reach_the_database()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        var database = new FaultyDatabase(world.World.Database.ConnectionString, new Commits());
        await using var node = await StartAsync(world, database);
        await node.Services.GetRequiredService<Changes.ChangeFollower>().CatchUpAsync(default);
        await node.Services.GetRequiredService<KnownIdentifiers>().FillAsync(default);
        var directory = node.Services.GetRequiredService<ClientDirectory>();
        Assert.Equal(DirectoryResult.Found, (await directory.FindAsync("one")).Result);
        var before = database.Opened;

        for (var i = 0; i < 20_000; i++)
            Assert.Equal(DirectoryResult.Unknown, (await directory.FindAsync($"cr-p-{i}")).Result);

        Assert.Equal(1, directory.Count);
        Assert.InRange(database.Opened - before, 0, 200);
    }

    [Fact]
    public async Task Too_many_expensive_checks_of_one_client_are_told_to_come_again_and_spare_the_others()
    {
        using var checks = new Authentication.SlowSecretChecks();
        var hash = SecretHash.Slow("right");
        var other = SecretHash.Slow("other");
        var busy = Guid.CreateVersion7();

        var flood = Enumerable.Range(0, 100).Select(i => checks.MatchesAsync($"wrong{i}", hash, busy, default).AsTask()).ToList();
        var spared = checks.MatchesAsync("other", other, Guid.CreateVersion7(), default).AsTask();
        var answers = await Task.WhenAll(flood);

        Assert.True(await spared);
        Assert.DoesNotContain(answers, a => a == true);
        // On a busy machine some are answered, and make room, while the flood still comes in.
        Assert.InRange(answers.Count(a => a == false), Authentication.SlowSecretChecks.LongestQueuePerClient, 50);
        Assert.True(await checks.MatchesAsync("right", hash, busy, default));
    }

    private static Task<LookupHost> StartAsync(LookupWorld world, IDbContextFactory<RegistryDbContext> database) =>
        LookupHost.StartAsync(database, new Commits(), world.World.Clock);

    private static async Task<TimeSpan?> AgeAsync(
        LookupHost node, LookupWorld world, string path, string body, string answer)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await node.SendAsync(HttpMethod.Post, "/api/v1/" + path, world.ProductionKey, content);
        Assert.Contains(answer, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return response.Headers.Age;
    }

    private static async Task<HttpStatusCode> StatusAsync(LookupHost node, LookupWorld world, string clientId)
    {
        using var response = await node.SendAsync(HttpMethod.Get, $"/api/v1/clients/{clientId}", world.ProductionKey);
        return response.StatusCode;
    }
}
