using System.Net;
using ClientRegistry.OpenIddict.Tests.Servers;

namespace ClientRegistry.OpenIddict.Tests;

/// <summary>Answers of a registry that cannot ask its database, marked with <c>Age</c> (RFC 9111 section 5.1).</summary>
public sealed class StaleAnswersTests : IDisposable
{
    private readonly ScriptedRegistry _registry = new();

    public StaleAnswersTests()
    {
        _registry.Feed.BeganAnew();
        _registry.FollowFor(TimeSpan.FromMinutes(1));
    }

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task It_was_known_good_that_long_ago()
    {
        _registry.Answer = _ => Client(age: 540);
        await _registry.FindAsync();
        _registry.FollowFor(TimeSpan.FromSeconds(59));
        _registry.Answer = ScriptedRegistry.Gone;
        Assert.NotNull(await _registry.FindAsync());

        _registry.Clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync());
    }

    [Fact]
    public async Task So_much_of_its_lifetime_is_gone()
    {
        _registry.Answer = _ => Client(age: 20);
        await _registry.FindAsync();

        _registry.FollowFor(TimeSpan.FromSeconds(10));
        await _registry.FindAsync();

        Assert.Equal(2, _registry.Asked.Count);
    }

    [Fact]
    public async Task Older_than_MaxStale_it_is_none()
    {
        _registry.Answer = _ => Client(age: 601);

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync());
    }

    [Fact]
    public async Task An_old_answer_replaces_no_newer_refusal()
    {
        _registry.Answer = _ => ScriptedRegistry.Refused("client_suspended");
        await _registry.FindAsync();
        _registry.FollowFor(TimeSpan.FromMinutes(1));

        _registry.Answer = _ => Client(age: 61);

        Assert.Null(await _registry.FindAsync());
    }

    [Fact]
    public async Task An_old_answer_replaces_no_newer_one()
    {
        _registry.Answer = _ => ScriptedRegistry.Client(more: ",\"client_uri\":\"https://new.example\"");
        await _registry.FindAsync();
        _registry.FollowFor(TimeSpan.FromMinutes(1));

        _registry.Answer = _ => Client(age: 61);

        Assert.True((await _registry.FindAsync())!.Document.ContainsKey("client_uri"));
    }

    [Fact]
    public async Task An_old_answer_does_not_undo_a_stop()
    {
        _registry.Change("suspended");
        _registry.FollowFor(TimeSpan.FromMinutes(1));

        _registry.Answer = _ => Client(age: 61);

        Assert.Null(await _registry.FindAsync());
    }

    [Fact]
    public async Task An_old_answer_is_known_good_no_longer_when_the_client_changed_since()
    {
        _registry.Change("updated");
        _registry.FollowFor(TimeSpan.FromMinutes(1));
        _registry.Answer = _ => Client(age: 61);
        await _registry.FindAsync();

        _registry.FollowFor(TimeSpan.FromMinutes(9));
        _registry.Answer = ScriptedRegistry.Gone;

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.FindAsync());
    }

    [Fact]
    public async Task A_secret_was_good_that_long_ago()
    {
        _registry.Answer = r => r.Method == HttpMethod.Get ? ScriptedRegistry.Client() : Good(age: 540);
        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
        _registry.FollowFor(TimeSpan.FromSeconds(59));
        _registry.Answer = ScriptedRegistry.Gone;
        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));

        _registry.Clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    [Fact]
    public async Task A_verdict_on_a_secret_that_is_older_than_MaxStale_is_none()
    {
        _registry.Answer = r => r.Method == HttpMethod.Get ? ScriptedRegistry.Client() : Good(age: 601);

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    private static HttpResponseMessage Client(int age) => Aged(ScriptedRegistry.Client(), age);

    private static HttpResponseMessage Good(int age) => Aged(
        ScriptedRegistry.Json(HttpStatusCode.OK, """{"authenticated":true,"client_secret_expires_at":0}"""), age);

    private static HttpResponseMessage Aged(HttpResponseMessage answer, int age)
    {
        answer.Headers.Age = TimeSpan.FromSeconds(age);
        return answer;
    }
}
