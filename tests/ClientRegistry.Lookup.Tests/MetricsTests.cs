using System.Net;
using System.Text;
using ClientRegistry.Lookup.Ledger;

namespace ClientRegistry.Lookup.Tests;

/// <summary>What a monitoring system sees. Alone, since the meter is one for the whole process.</summary>
[CollectionDefinition(nameof(MetricsTests), DisableParallelization = true)]
[Collection(nameof(MetricsTests))]
public sealed class MetricsTests
{
    private const string Duration = "clientregistry.lookup.duration";
    private const string Requests = "clientregistry.lookup.requests";

    [Fact]
    public async Task Each_answer_is_counted_and_timed_by_operation_and_result_and_by_nothing_else()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one", LookupWorld.Metadata with { TokenEndpointAuthMethod = "none", RequirePkce = false });
        using var readings = new LookupReadings();
        using var first = await world.GetAsync("/api/v1/clients/one");
        using var same = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clients/one");
        same.Headers.Authorization = new("Bearer", world.ProductionKey);
        same.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await world.Host.Client.SendAsync(same)).Dispose();
        (await world.GetAsync("/api/v1/clients/nobody")).Dispose();
        (await world.GetAsync("/api/v1/clients/one", "crk_unknown")).Dispose();
        await world.ValidateAsync("client_id=one&redirect_uri=https://app.example/else");
        await world.ValidateAsync("client_id=one&response_type=code&scope=orders-api&redirect_uri=https://app.example/cb"
            + LookupWorld.Pkce);
        await world.AuthenticateAsync(new { client_id = "one" });
        await world.AuthenticateAsync(new { client_id = "one", client_secret = "s" });
        using var malformed = new StringContent("{", Encoding.UTF8, "application/json");
        (await world.Host.SendAsync(
            HttpMethod.Post, "/api/v1/client-authentication", world.ProductionKey, malformed)).Dispose();
        (await world.GetAsync("/api/v1/changes?after=0")).Dispose();

        string[] expected =
        [
            "operation=read,result=ok", "operation=read,result=not_modified", "operation=read,result=unknown_client",
            "operation=read,result=lookup_key_invalid", "operation=validate,result=redirect_uri_mismatch",
            "operation=validate,result=valid", "operation=authenticate,result=authenticated",
            "operation=authenticate,result=auth_method_not_registered", "operation=authenticate,result=malformed_body",
            "operation=changes,result=ok",
        ];
        Assert.Equal(expected.Select(tags => (1d, tags)), readings.Of(Requests));
        Assert.Equal(expected.Select(tags => (0d, tags)), readings.Of(Duration));
        Assert.Equal([(Requests, "{request}"), (Duration, "s")], readings.Units.OrderByDescending(u => u.Name));
    }

    [Fact]
    public async Task The_time_of_an_answer_is_told_in_seconds()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("one"));
        node.Database.AfterReadingAClient = () =>
        {
            node.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return Task.CompletedTask;
        };
        using var readings = new LookupReadings();
        await node.StatusAsync("clients/one");

        Assert.Equal([(0.25, "operation=read,result=ok")], readings.Of(Duration));
    }

    [Fact]
    public async Task The_time_of_an_answer_about_changes_is_without_the_wait_that_was_asked_for()
    {
        await using var world = await LookupWorld.CreateAsync();
        using var readings = new LookupReadings();
        var waited = world.GetAsync("/api/v1/changes?after=0&wait=30");
        await world.AdvanceUntilAsync(
            async () =>
            {
                (await world.GetAsync("/api/v1/clients/nobody")).Dispose();
                return waited.IsCompleted;
            },
            step: TimeSpan.FromMilliseconds(100));

        Assert.Equal(HttpStatusCode.OK, (await waited).StatusCode);
        var time = Assert.Single(readings.Of(Duration), r => r.Tags == "operation=changes,result=ok").Value;

        // Some of this time may have passed while it was at work; not all.
        Assert.InRange(time, 0, 29);
    }

    [Fact]
    public async Task A_caller_that_left_is_counted_and_not_timed()
    {
        await using var world = await LookupWorld.CreateAsync();
        using var readings = new LookupReadings();
        using var leaves = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/changes?after=0&wait=30");
        request.Headers.Authorization = new("Bearer", world.ProductionKey);
        var asked = world.Host.Client.SendAsync(request, leaves.Token);
        (await world.GetAsync("/api/v1/clients/nobody")).Dispose();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var counted = await readings.FirstAsync(Requests, "operation=changes,result=aborted");

        Assert.Equal(1, counted.Value);
        Assert.DoesNotContain(readings.Of(Duration), r => r.Tags.StartsWith("operation=changes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_that_breaks_off_in_its_body_is_one_that_left()
    {
        await using var world = await LookupWorld.CreateAsync(kestrel: true);
        using var readings = new LookupReadings();
        using var caller = await RawCaller.ConnectAsync(world.Host, world.ProductionKey);
        await caller.SendAsync("POST", "/api/v1/client-authentication", "Content-Length: 100", "c");
        caller.Reset();

        // The server may see the end of the body before it sees why; it is never a fault of its own.
        var (_, tags) = await readings.FirstAsync(Requests, "operation=authenticate,result=");
        Assert.True(tags.Split('=')[^1] is "aborted" or "malformed_body", tags);
    }

    [Fact]
    public async Task An_answer_given_stale_is_counted()
    {
        await using var node = await FaultyNode.StartAsync(world => world.AddClientAsync("held"), hearsCommits: false);
        using var readings = new LookupReadings();
        await node.StatusAsync("clients/held");
        Assert.Empty(readings.Of("clientregistry.lookup.stale"));

        node.Database.IsGone = true;
        node.Clock.Advance(TimeSpan.FromMinutes(9));
        using var stale = await node.SendAsync(HttpMethod.Get, "clients/held");

        Assert.Equal((HttpStatusCode.OK, TimeSpan.FromMinutes(9)), (stale.StatusCode, stale.Headers.Age));
        Assert.Equal([(1, "")], readings.Of("clientregistry.lookup.stale"));
    }

    [Fact]
    public void Notes_that_found_no_room_are_counted()
    {
        using var readings = new LookupReadings();
        var ledger = new UsageLedger();
        for (var i = 0; i < UsageLedger.Capacity + 3; i++) ledger.Leave(new KeyUseNote(default, Guid.Empty));

        Assert.Equal([(1, ""), (1, ""), (1, "")], readings.Of("clientregistry.lookup.notes_dropped"));
    }
}
