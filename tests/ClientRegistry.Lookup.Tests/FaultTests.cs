using System.Net;
using System.Text;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task Without_the_database_held_answers_go_on_marked_with_their_age_and_others_are_503()
    {
        await using var node = await FaultyNode.StartAsync(
            async world =>
            {
                await world.AddClientAsync("held");
                await world.AddClientAsync("not-held");
            },
            hearsCommits: false);
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/held"));

        node.Database.IsGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(9));
        using var held = await node.SendAsync(HttpMethod.Get, "clients/held");
        using var notHeld = await node.SendAsync(HttpMethod.Get, "clients/not-held");
        using var nobody = await node.SendAsync(HttpMethod.Get, "clients/nobody");

        Assert.Equal(HttpStatusCode.OK, held.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(9), held.Headers.Age);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notHeld.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, nobody.StatusCode);
        Assert.NotNull(notHeld.Headers.RetryAfter);
    }

    [Fact]
    public async Task Stale_verdicts_are_marked_with_their_age_good_and_bad_ones_and_fresh_ones_are_not()
    {
        var metadata = LookupWorld.Metadata with { TokenEndpointAuthMethod = "none", RequirePkce = false };
        await using var node = await FaultyNode.StartAsync(
            world => world.AddClientAsync("held", metadata), hearsCommits: false);
        (string Path, string Body, string Answer)[] questions =
        [
            ("authorization-requests/validate", "client_id=held&response_type=code&scope=orders-api"
                + "&redirect_uri=https://app.example/cb" + LookupWorld.Pkce, "\"valid\":true"),
            ("authorization-requests/validate", "client_id=held&redirect_uri=https://app.example/no", "\"valid\":false"),
            ("client-authentication", "client_id=held", "\"authenticated\":true"),
            ("client-authentication", "client_id=held&client_secret=s", "\"authenticated\":false"),
        ];
        foreach (var (path, body, answer) in questions) Assert.Null(await AgeAsync(node, path, body, answer));

        node.Database.IsGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(9));
        foreach (var (path, body, answer) in questions)
            Assert.Equal(TimeSpan.FromMinutes(9), await AgeAsync(node, path, body, answer));
    }

    [Fact]
    public async Task An_answer_older_than_the_limit_is_given_no_more_and_the_node_recovers_by_itself()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("held"), hearsCommits: false);
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("held")).Result);

        node.Database.IsGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(DirectoryResult.Unavailable, (await node.Directory.FindAsync("held")).Result);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("clients/held"));

        node.Database.IsGone = false;
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/held"));
    }

    [Fact]
    public async Task What_is_known_to_be_wrong_is_not_given_even_when_nothing_newer_can_be_read()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"), hearsCommits: false);
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("one")).Result);

        node.Database.IsGone = true;
        node.Directory.Invalidate("one");

        Assert.Equal(DirectoryResult.Unavailable, (await node.Directory.FindAsync("one")).Result);
    }

    [Fact]
    public async Task No_question_reads_as_an_answer_while_the_database_is_gone()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"), hearsCommits: false);
        await node.StatusAsync("clients/nobody");
        node.Database.IsGone = true;

        foreach (var (path, body) in new[]
        {
            ("authorization-requests/validate", "client_id=one"), ("client-authentication", "client_id=one"),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
            using var response = await node.SendAsync(HttpMethod.Post, path, content);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("changes?after=0"));
    }

    [Fact]
    public async Task A_client_that_another_node_made_is_not_called_unknown_when_the_database_goes_before_it_is_seen()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("another"), hearsCommits: false);
        await node.CatchUpAsync();
        Assert.Equal(DirectoryResult.Unknown, (await node.Directory.FindAsync("made-later")).Result);
        await node.FillAsync();
        await node.World.AddClientAsync("made-later");

        node.Database.IsGone = true;
        node.Clock.Advance(Changes.FeedWatch.Trust + TimeSpan.FromMilliseconds(1));

        Assert.Equal(DirectoryResult.Unavailable, (await node.Directory.FindAsync("made-later")).Result);
        Assert.Equal(DirectoryResult.Unavailable, (await node.Directory.FindAsync("never-made")).Result);
    }

    [Fact]
    public async Task A_node_that_did_not_follow_for_two_seconds_asks_the_database_before_it_answers()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"), hearsCommits: false);
        await node.CatchUpAsync();
        await node.Directory.FindAsync("one");

        // As when the process was stopped for a while, or the feed alone cannot be read.
        node.Database.IsFeedGone = true;
        await node.World.ChangeAsync("one", c => c.Suspend("test", node.Clock.GetUtcNow()));
        node.Clock.Advance(Changes.FeedWatch.Trust + TimeSpan.FromMilliseconds(1));
        var answer = await node.Directory.FindAsync("one");

        Assert.Equal((ClientStatus.Suspended, null), (answer.Entry!.Status, answer.Age));
    }

    [Fact]
    public async Task A_key_issued_or_revoked_while_the_database_goes_counts_and_the_others_go_on()
    {
        await using var node = await FaultyNode.StartAsync();
        await node.World.AddClientAsync("one");
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one"));
        var (key, plain) = LookupKey.Issue("new", ClientEnvironment.Production, null, node.World.World.Now);

        node.Database.IsGone = true;
        await node.World.World.SaveAsync(key);
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one", plain));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one"));

        await using (var db = node.World.World.Database.CreateDbContext())
        {
            (await db.LookupKeys.SingleAsync(k => k.Name == "new")).Revoke(node.World.World.Now);
            await db.SaveChangesAsync();
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await node.StatusAsync("clients/one", plain));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one"));
    }

    [Fact]
    public async Task A_node_that_starts_without_a_database_does_not_call_a_key_unknown()
    {
        await using var node = await FaultyNode.StartAsync(
            world => world.AddClientAsync("one"), hearsCommits: false, fault: database => database.IsGone = true);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("clients/one"));

        node.Database.IsGone = false;
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("clients/one"));
    }

    [Fact]
    public async Task A_flood_of_unknown_identifiers_takes_no_room_and_does_not_reach_the_database()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"), hearsCommits: false);
        await node.CatchUpAsync();
        await node.FillAsync();
        Assert.Equal(DirectoryResult.Found, (await node.Directory.FindAsync("one")).Result);
        var before = node.Database.Opened;

        for (var i = 0; i < 20_000; i++)
            Assert.Equal(DirectoryResult.Unknown, (await node.Directory.FindAsync($"cr-p-{i}")).Result);

        Assert.Equal(1, node.Directory.Count);
        Assert.InRange(node.Database.Opened - before, 0, 200);
    }

    [Fact]
    public async Task Too_many_expensive_checks_of_one_client_are_told_to_come_again_and_spare_the_others()
    {
        using var checks = new Authentication.SlowSecretChecks();
        var (right, other) = (Slow("right"), Slow("other"));
        var busy = Guid.CreateVersion7();

        var flood = Enumerable.Range(0, 100).Select(i => checks.MatchesAsync($"wrong{i}", right, busy, default).AsTask()).ToList();
        var spared = checks.MatchesAsync("other", other, Guid.CreateVersion7(), default).AsTask();
        var answers = await Task.WhenAll(flood);

        Assert.True(await spared);
        Assert.DoesNotContain(answers, a => a == true);
        // On a busy machine some are answered, and make room, while the flood still comes in.
        Assert.InRange(answers.Count(a => a == false), Authentication.SlowSecretChecks.LongestQueuePerClient, 50);
        Assert.True(await checks.MatchesAsync("right", right, busy, default));
    }

    private static SecretEntry Slow(string plain) =>
        new([], lastUse: null) { RowId = Guid.CreateVersion7(), SecretId = "id", SlowHash = SecretHash.Slow(plain) };

    private static async Task<TimeSpan?> AgeAsync(FaultyNode node, string path, string body, string answer)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await node.SendAsync(HttpMethod.Post, path, content);
        Assert.Contains(answer, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return response.Headers.Age;
    }
}
