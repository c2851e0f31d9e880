using System.Net;
using ClientRegistry.OpenIddict.Tests.Servers;
using ClientRegistry.Testing;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class ChangeFollowerTests : IDisposable
{
    private readonly ScriptedRegistry _registry = new();

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task It_begins_at_the_present_and_then_waits_for_what_comes()
    {
        await _registry.FollowAsync();
        var first = await _registry.Pages.NextAsync();
        Assert.Equal("?wait=0", first.Query);

        first.Answer(17);

        Assert.Equal("?after=17&wait=2", (await _registry.Pages.NextAsync()).Query);
        Assert.True(_registry.Feed.IsFollowed);
    }

    [Fact]
    public async Task A_full_page_is_not_the_end_of_the_feed()
    {
        await _registry.FollowAsync();
        (await _registry.Pages.NextAsync()).Answer(0);
        var second = await _registry.Pages.NextAsync();
        var heardAt = _registry.Feed.HeardAt;
        _registry.Clock.Advance(TimeSpan.FromSeconds(1));

        second.Answer(1000, Enumerable.Range(0, 1000).Select(i => ($"cr_{i}", "updated")));

        var third = await _registry.Pages.NextAsync();
        Assert.Equal("?after=1000&wait=0", third.Query);
        Assert.Equal((false, heardAt), (_registry.Feed.IsFollowed, _registry.Feed.HeardAt));

        third.Answer(1001, (ScriptedRegistry.ClientId, "suspended"));

        await _registry.Pages.NextAsync();
        Assert.True(_registry.Feed.IsFollowed);
        Assert.Null(await _registry.FindAsync());
    }

    [Fact]
    public async Task A_poll_that_falls_silent_is_trusted_for_four_seconds()
    {
        await _registry.FollowAsync();
        (await _registry.Pages.NextAsync()).Answer(0);
        await _registry.Pages.NextAsync();
        _registry.Clock.Advance(TimeSpan.FromSeconds(2.1));
        await _registry.FindAsync();

        _registry.Clock.Advance(TimeSpan.FromSeconds(1.8));
        await _registry.FindAsync();
        Assert.Single(_registry.Asked);

        _registry.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _registry.FindAsync();
        Assert.Equal(2, _registry.Asked.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"changes":null,"next":1}""")]
    [InlineData("""{"changes":[null],"next":1}""")]
    [InlineData("""{"changes":[{}],"next":1}""")]
    [InlineData("""{"changes":[]}""")]
    public async Task What_is_no_page_ends_neither_the_following_nor_the_server(string json)
    {
        await _registry.FollowAsync();
        (await _registry.Pages.NextAsync()).Answer(17);

        (await _registry.Pages.NextAsync()).Answer(json);

        Assert.Equal("?after=17&wait=0", (await NextAfterPauseAsync()).Query);
        Assert.False(_registry.Feed.IsFollowed);
    }

    [Fact]
    public async Task A_feed_that_does_not_know_the_place_is_followed_from_its_present()
    {
        await _registry.FollowAsync();
        (await _registry.Pages.NextAsync()).Answer(17);

        (await _registry.Pages.NextAsync()).Answer("""{"code":"invalid_parameter"}""", HttpStatusCode.BadRequest);

        Assert.Equal("?wait=0", (await NextAfterPauseAsync()).Query);
    }

    [Fact]
    public async Task A_feed_that_is_lost_is_logged_once_for_each_cause_and_a_refused_key_as_error()
    {
        await _registry.FollowAsync();
        (await _registry.Pages.NextAsync()).Answer(17);

        (await _registry.Pages.NextAsync()).Answer("", HttpStatusCode.BadGateway);
        (await NextAfterPauseAsync()).Answer("", HttpStatusCode.BadGateway);
        (await NextAfterPauseAsync()).Answer("""{"code":"invalid_key"}""", HttpStatusCode.Unauthorized);
        (await NextAfterPauseAsync()).Answer("""{"code":"invalid_key"}""", HttpStatusCode.Unauthorized);
        await NextAfterPauseAsync();

        Assert.Equal((1, 1), (_registry.Logs.Warnings, _registry.Logs.Errors));
    }

    private async Task<FeedQuestion> NextAfterPauseAsync()
    {
        var next = _registry.Pages.NextAsync();
        await Eventually.IsTrueAsync(() =>
        {
            _registry.Clock.Advance(TimeSpan.FromMilliseconds(50));
            return Task.FromResult(next.IsCompleted);
        });
        return await next;
    }
}
