using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Changes;

namespace ClientRegistry.Lookup.Tests;

public sealed class ChangeFeedTests
{
    [Fact]
    public async Task The_feed_tells_what_happened_in_order_and_of_this_environment_only()
    {
        await using var world = await LookupWorld.CreateAsync();
        var now = world.World.Now;
        var start = (await ReadAsync(world, "")).GetProperty("next").GetInt64();
        await world.AddClientAsync("sandboxed", environment: ClientEnvironment.Sandbox);
        var client = await world.AddClientAsync("one");
        await world.AddSecretAsync(client, SecretHash.Fast("s"));
        await world.ChangeAsync("one", c => c.Revise(LookupWorld.Metadata, null, now));
        await world.ChangeAsync("one", c => c.Suspend("test", now));
        await world.ChangeAsync("one", c => c.Reinstate("test", now));
        await world.ChangeAsync("one", c => c.Revoke("test", now));

        var page = await ReadAsync(world, $"?after={start}");

        Assert.Equal(
            ["created 1", "secrets 1", "updated 2", "suspended 2", "reinstated 2", "revoked 2"],
            page.GetProperty("changes").EnumerateArray()
                .Select(c => $"{c.GetProperty("change").GetString()} {c.GetProperty("revision").GetInt32()}"));
        var first = page.GetProperty("changes")[0];
        Assert.Equal("one", first.GetProperty("client_id").GetString());
        Assert.Equal(now.ToUnixTimeSeconds(), first.GetProperty("at").GetInt64());
        Assert.Equal(start + 7, page.GetProperty("next").GetInt64());
        Assert.Empty((await ReadAsync(world, $"?after={start + 7}")).GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task A_page_holds_a_thousand_and_says_where_to_go_on()
    {
        await using var world = await LookupWorld.CreateAsync();
        var clients = Enumerable.Range(0, ChangeFeed.PageSize + 1).Select(i => Client.Issue(
            $"c{i}", world.World.Partner.Id, ClientEnvironment.Production, LookupWorld.Metadata, null, world.World.Now));
        await world.World.SaveAsync([.. clients]);

        var first = await ReadAsync(world, "?after=0");
        var second = await ReadAsync(world, $"?after={first.GetProperty("next").GetInt64()}&wait=30");

        Assert.Equal(ChangeFeed.PageSize, first.GetProperty("changes").GetArrayLength());
        Assert.Equal(1, second.GetProperty("changes").GetArrayLength());
    }

    [Fact]
    public async Task A_caller_that_waits_is_answered_by_the_change_or_empty_when_the_wait_is_over()
    {
        await using var world = await LookupWorld.CreateAsync();
        var woken = ReadAsync(world, "?after=0&wait=30");
        await world.AddClientAsync("one");
        Assert.Equal(1, (await woken.WaitAsync(TimeSpan.FromSeconds(60))).GetProperty("changes").GetArrayLength());

        var patient = ReadAsync(world, "?after=1&wait=5");
        await world.AdvanceUntilAsync(() => Task.FromResult(patient.IsCompleted));

        Assert.Equal("""{"changes":[],"next":1}""", (await patient).GetRawText());
    }

    [Fact]
    public async Task Parallel_writers_leave_no_gap_and_a_reader_between_them_misses_nothing()
    {
        await using var world = await LookupWorld.CreateAsync();
        const int Writers = 8, Each = 10;
        var seen = new List<string>();
        long after = 0;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++) await world.AddClientAsync($"c{w}-{i}");
        })));

        while (seen.Count < Writers * Each)
        {
            var done = writing.IsCompleted;
            var page = await ReadAsync(world, $"?after={after}");
            seen.AddRange(page.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("client_id").GetString()!));
            after = page.GetProperty("next").GetInt64();
            if (done) break;
        }

        await writing;
        Assert.Equal(Writers * Each, seen.Count);
        Assert.Equal(Writers * Each, seen.Distinct().Count());
        Assert.Equal(Writers * Each, after);
    }

    private static async Task<JsonElement> ReadAsync(LookupWorld world, string query)
    {
        using var response = await world.GetAsync("/api/v1/changes" + query);
        return JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
    }
}
