using System.Net;
using ClientRegistry.OpenIddict.Tests.Servers;
using ClientRegistry.Testing;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class ClientDirectoryTests : IDisposable
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private readonly ScriptedRegistry _registry = new();

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task While_the_feed_is_followed_a_client_is_asked_for_once_in_its_lifetime()
    {
        _registry.Feed.Heard();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _registry.FindAsync()));
        _registry.FollowFor(TimeSpan.FromSeconds(29));
        Assert.NotNull(await _registry.FindAsync());
        Assert.Single(_registry.Asked);

        _registry.FollowFor(OneSecond);
        Assert.NotNull(await _registry.FindAsync());
        Assert.Equal(2, _registry.Asked.Count);
    }

    [Fact]
    public async Task Without_the_feed_it_is_asked_for_anew_after_a_second_and_not_sent_again()
    {
        await _registry.FindAsync();
        _registry.Answer = _ => new HttpResponseMessage(HttpStatusCode.NotModified);

        _registry.Clock.Advance(OneSecond);

        Assert.Equal("Order desk", (await _registry.FindAsync())?.ClientName);
        Assert.Equal("\"1\"", _registry.Asked[1].Headers.IfNoneMatch.Single().ToString());
    }

    [Fact]
    public async Task Questions_go_to_the_base_path_with_the_key()
    {
        await _registry.FindAsync();

        Assert.Equal("https://registry.example/base/api/v1/clients/cr_client", _registry.Asked[0].RequestUri!.AbsoluteUri);
        Assert.Equal("Bearer key", _registry.Asked[0].Headers.Authorization!.ToString());
    }

    [Theory]
    [InlineData("suspended", "client_suspended")]
    [InlineData("revoked", "client_revoked")]
    public async Task A_stop_in_the_feed_acts_at_once_though_another_node_lags_behind(string change, string code)
    {
        _registry.Feed.Heard();
        await _registry.FindAsync();

        _registry.Change(change);

        Assert.Null(await _registry.FindAsync());
        _registry.Clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Null(await _registry.FindAsync());
        _registry.Answer = _ => ScriptedRegistry.Refused(code);
        _registry.Clock.Advance(OneSecond);
        Assert.Null(await _registry.FindAsync());
    }

    [Fact]
    public async Task What_a_lagging_node_says_after_a_change_is_asked_for_again()
    {
        _registry.Feed.Heard();
        _registry.Change("updated");
        _registry.Clock.Advance(TimeSpan.FromSeconds(1.9));
        await _registry.FindAsync();
        _registry.Answer = _ => ScriptedRegistry.Client(more: ",\"client_uri\":\"https://new.example\"");

        Assert.True((await _registry.FindAsync())!.Document.ContainsKey("client_uri"));
    }

    [Fact]
    public async Task A_client_that_is_known_goes_on_for_MaxStale_without_the_registry()
    {
        await _registry.FindAsync();
        _registry.Answer = ScriptedRegistry.Gone;

        _registry.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.NotNull(await _registry.FindAsync());

        _registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync());
    }

    [Fact]
    public async Task While_the_registry_is_gone_not_every_caller_finds_out_for_itself()
    {
        await _registry.FindAsync();
        _registry.Answer = ScriptedRegistry.Gone;
        _registry.Clock.Advance(OneSecond);

        for (var i = 0; i < 10; i++) await _registry.FindAsync();

        Assert.Equal(2, _registry.Asked.Count);
    }

    [Fact]
    public async Task That_a_client_is_served_without_the_registry_is_logged_once()
    {
        await _registry.FindAsync();
        _registry.Answer = ScriptedRegistry.Gone;

        for (var i = 0; i < 10; i++)
        {
            _registry.Clock.Advance(OneSecond);
            await _registry.FindAsync();
        }

        Assert.Equal((1, 1), (_registry.Logs.Warnings, _registry.Logs.Lines));
    }

    [Fact]
    public async Task A_registry_that_answers_now_and_then_does_not_fill_the_log()
    {
        for (var i = 0; i < 10; i++)
        {
            _registry.Answer = ScriptedRegistry.Gone;
            await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync($"lost-{i}"));
            _registry.Answer = _ => ScriptedRegistry.Client($"found-{i}");
            Assert.NotNull(await _registry.FindAsync($"found-{i}"));
        }

        Assert.Equal((1, 2), (_registry.Logs.Warnings, _registry.Logs.Lines));

        _registry.Answer = ScriptedRegistry.Gone;
        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync("lost"));
        _registry.Clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync("lost"));

        Assert.Equal((2, 3), (_registry.Logs.Warnings, _registry.Logs.Lines));
    }

    [Fact]
    public async Task While_the_registry_hangs_nobody_who_is_known_waits_for_it_twice()
    {
        await _registry.FindAsync();
        _registry.Answer = _ => ScriptedRegistry.Client("cr_other");
        await _registry.FindAsync("cr_other");
        _registry.Answer = ScriptedRegistry.Gone;
        _registry.Clock.Advance(OneSecond);
        await _registry.FindAsync();
        _registry.Clock.Advance(OneSecond);
        _registry.Answer = _ => ScriptedRegistry.Client("cr_other");
        var hanging = _registry.HoldNextAnswer();

        Assert.NotNull(await _registry.FindAsync("cr_other"));
        await hanging.Asked;
        Assert.NotNull(await _registry.FindAsync());
        Assert.Equal(4, _registry.Asked.Count);
    }

    [Fact]
    public async Task That_the_registry_is_back_is_found_by_one_question_a_second()
    {
        await _registry.FindAsync();
        _registry.Answer = ScriptedRegistry.Gone;
        _registry.Clock.Advance(OneSecond);
        await _registry.FindAsync();
        _registry.Answer = _ => ScriptedRegistry.Client(more: ",\"client_uri\":\"https://new.example\"");
        _registry.Clock.Advance(OneSecond);

        await _registry.FindAsync();

        await Eventually.IsTrueAsync(async () => (await _registry.FindAsync())!.Document.ContainsKey("client_uri"));
        Assert.Equal(3, _registry.Asked.Count);
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("updated")]
    public async Task A_client_that_was_reinstated_is_not_refused_when_nobody_can_say_more(string before)
    {
        _registry.Feed.Heard();
        await _registry.FindAsync();
        _registry.Change(before);
        _registry.Answer = _ => ScriptedRegistry.Refused("client_suspended");
        _registry.FollowFor(TimeSpan.FromSeconds(3));
        Assert.Null(await _registry.FindAsync());

        _registry.Change("reinstated");
        Assert.Null(await _registry.FindAsync());
        _registry.Answer = ScriptedRegistry.Gone;

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync());
    }

    [Fact]
    public async Task A_suspended_client_stays_so_without_the_registry()
    {
        _registry.Feed.Heard();
        await _registry.FindAsync();
        _registry.Change("suspended");
        _registry.Answer = ScriptedRegistry.Gone;

        _registry.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await _registry.FindAsync());
    }

    [Theory]
    [InlineData("unknown_client")]
    [InlineData("client_suspended")]
    [InlineData("client_revoked")]
    [InlineData("wrong_environment")]
    public async Task A_client_that_may_not_be_used_is_none(string code)
    {
        _registry.Answer = _ => ScriptedRegistry.Refused(code);

        Assert.Null(await _registry.FindAsync());
    }

    public static TheoryData<string, HttpStatusCode, string> NoAnswers => new()
    {
        { "a proxy's 404", HttpStatusCode.NotFound, "{}" },
        { "a page", HttpStatusCode.OK, "<html>Please sign in</html>" },
        { "another client", HttpStatusCode.OK, "{\"client_id\":\"CR_CLIENT\"}" },
        { "no client", HttpStatusCode.OK, "{}" },
        { "nothing", HttpStatusCode.OK, "null" },
        { "a flood", HttpStatusCode.OK, $$"""{"client_id":"cr_client","a":"{{new string('a', 5_000_000)}}"}""" },
        { "a list", HttpStatusCode.OK, "[]" },
        { "a list with null", HttpStatusCode.OK, "{\"client_id\":\"cr_client\",\"redirect_uris\":[null]}" },
        { "a member twice", HttpStatusCode.OK, "{\"client_id\":\"cr_client\",\"a\":1,\"a\":2}" },
        { "a refused key", HttpStatusCode.Unauthorized, "{\"code\":\"invalid_key\"}" },
        { "a fault", HttpStatusCode.InternalServerError, "" },
        { "no database", HttpStatusCode.ServiceUnavailable, "{\"code\":\"unavailable\"}" },
        { "a redirect", HttpStatusCode.Found, "" },
    };

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task What_is_no_answer_never_reads_as_unknown(string what, HttpStatusCode status, string body)
    {
        _registry.Answer = _ => ScriptedRegistry.Json(status, body);

        var thrown = await Record.ExceptionAsync(() => _registry.FindAsync());

        Assert.True(thrown is RegistryUnavailableException, what);
    }

    [Fact]
    public async Task What_failed_within_one_request_is_not_forgotten_in_the_next_question()
    {
        var applications = _registry.Applications;
        await applications.FindByClientIdAsync(ScriptedRegistry.ClientId, TestContext.Current.CancellationToken);
        _registry.Answer = ScriptedRegistry.Gone;
        _registry.Clock.Advance(TimeSpan.FromMinutes(10));

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<RegistryUnavailableException>(async () => await applications.FindByClientIdAsync(
                ScriptedRegistry.ClientId, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a\u0001b")]
    [InlineData("é")]
    public async Task What_cannot_be_a_client_id_is_not_asked_for(string clientId)
    {
        Assert.Null(await _registry.FindAsync(clientId));
        Assert.Empty(_registry.Asked);
    }

    [Fact]
    public async Task An_unknown_client_is_remembered_until_the_feed_says_that_it_came_to_be()
    {
        _registry.Answer = _ => ScriptedRegistry.Refused("unknown_client");
        await _registry.FindAsync();
        await _registry.FindAsync();
        Assert.Single(_registry.Asked);
        _registry.Answer = _ => ScriptedRegistry.Client();

        _registry.Change("created");

        Assert.NotNull(await _registry.FindAsync());
    }

    [Fact]
    public async Task When_the_feed_begins_anew_what_is_held_is_believed_as_long_as_without_a_feed()
    {
        _registry.Feed.Heard();
        await _registry.FindAsync();

        _registry.Feed.BeganAnew();
        _registry.FollowFor(OneSecond);

        await _registry.FindAsync();
        Assert.Equal(2, _registry.Asked.Count);
    }
}
