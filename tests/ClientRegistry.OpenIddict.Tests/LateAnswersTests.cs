using System.Net;
using ClientRegistry.OpenIddict.Tests.Servers;

namespace ClientRegistry.OpenIddict.Tests;

/// <summary>Answers that are older than what the change feed has said already.</summary>
public sealed class LateAnswersTests : IDisposable
{
    private readonly ScriptedRegistry _registry = new();

    public LateAnswersTests() => _registry.Feed.Heard();

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData("suspended")]
    [InlineData("revoked")]
    public async Task An_answer_that_was_under_way_does_not_undo_a_stop(string stop)
    {
        var answer = _registry.HoldNextAnswer();
        var found = _registry.FindAsync();
        await answer.Asked;

        _registry.Change(stop);
        answer.Arrive();

        Assert.Null(await found);
        _registry.FollowFor(TimeSpan.FromMinutes(5));
        _registry.Answer = ScriptedRegistry.Gone;
        Assert.Null(await _registry.FindAsync());
    }

    [Fact]
    public async Task Nor_does_one_that_was_under_way_for_long()
    {
        var answer = _registry.HoldNextAnswer();
        var found = _registry.FindAsync();
        await answer.Asked;

        _registry.Change("suspended");
        _registry.Clock.Advance(TimeSpan.FromSeconds(2.5));
        answer.Arrive();

        Assert.Null(await found);
    }

    [Fact]
    public async Task A_question_that_breaks_off_after_a_stop_is_not_answered_with_what_was_held_before()
    {
        await _registry.FindAsync();
        _registry.FollowFor(TimeSpan.FromSeconds(30));
        var answer = _registry.HoldNextAnswer();
        var found = _registry.FindAsync();
        await answer.Asked;

        _registry.Change("suspended");
        _registry.Clock.Advance(TimeSpan.FromSeconds(2.5));
        answer.Break();

        Assert.Null(await found);
    }

    [Fact]
    public async Task A_suspended_client_whose_partner_is_renamed_stays_suspended()
    {
        await _registry.FindAsync();
        _registry.Change("suspended");
        _registry.Change("updated");

        Assert.Null(await _registry.FindAsync());

        _registry.Change("reinstated");
        Assert.NotNull(await _registry.FindAsync());
    }

    public static TheoryData<bool> Answers => new(false, true);

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_a_lagging_node_says_after_a_change_is_not_what_is_known_good_later(bool notModified)
    {
        await _registry.FindAsync();
        _registry.Change("updated");
        if (notModified) _registry.Answer = _ => new HttpResponseMessage(HttpStatusCode.NotModified);
        await _registry.FindAsync();

        _registry.FollowFor(TimeSpan.FromMinutes(11));
        _registry.Answer = ScriptedRegistry.Gone;

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync());
    }

    [Fact]
    public async Task What_was_under_way_during_a_change_is_asked_for_again()
    {
        var answer = _registry.HoldNextAnswer();
        var found = _registry.FindAsync();
        await answer.Asked;
        _registry.Change("updated");
        answer.Arrive();
        await found;

        await _registry.FindAsync();

        Assert.Equal(2, _registry.Asked.Count);
    }

    [Fact]
    public async Task A_change_is_asked_for_at_once_though_the_registry_was_gone_a_moment_ago()
    {
        await _registry.FindAsync();
        _registry.Answer = ScriptedRegistry.Gone;
        _registry.Clock.Advance(TimeSpan.FromSeconds(30));
        await _registry.FindAsync();
        _registry.Answer = _ => ScriptedRegistry.Client(more: ",\"client_uri\":\"https://new.example\"");

        _registry.Change("updated");

        Assert.True((await _registry.FindAsync())!.Document.ContainsKey("client_uri"));
    }

    [Fact]
    public async Task What_was_asked_when_the_feed_began_may_come_from_a_node_that_lags_behind()
    {
        _registry.Feed.BeganAnew();
        _registry.Clock.Advance(TimeSpan.FromSeconds(1.9));
        await _registry.FindAsync();

        _registry.FollowFor(TimeSpan.FromSeconds(1));
        await _registry.FindAsync();

        Assert.Equal(2, _registry.Asked.Count);
    }

    [Fact]
    public async Task So_many_changes_that_not_all_are_remembered_cost_no_caution()
    {
        _registry.Change("updated");
        for (var i = 0; i < 100_000; i++) _registry.Change("updated", $"cr_{i}");

        await _registry.FindAsync();
        await _registry.FindAsync();
        Assert.Equal(2, _registry.Asked.Count);

        _registry.FollowFor(TimeSpan.FromSeconds(2));
        await _registry.FindAsync();
        await _registry.FindAsync();
        Assert.Equal(3, _registry.Asked.Count);
    }

    [Fact]
    public async Task So_many_stops_that_not_all_are_remembered_stop_all_who_were_known()
    {
        await _registry.FindAsync();
        var answer = _registry.HoldNextAnswer();
        _registry.FollowFor(TimeSpan.FromSeconds(30));
        var found = _registry.FindAsync();
        await answer.Asked;

        _registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        _registry.Change("suspended");
        for (var i = 0; i < 100_000; i++) _registry.Change("suspended", $"cr_{i}");
        answer.Arrive();

        Assert.Null(await found);
    }
}
