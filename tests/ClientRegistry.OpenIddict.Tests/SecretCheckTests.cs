using System.Net;
using ClientRegistry.OpenIddict.Tests.Servers;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class SecretCheckTests : IDisposable
{
    private readonly ScriptedRegistry _registry = new();
    private long _expiresAt;

    public SecretCheckTests()
    {
        _registry.Answer = Answer;
        _registry.Feed.Heard();
    }

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task The_registry_is_asked_each_time()
    {
        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
        Assert.False(await _registry.IsGoodAsync("wrong"));

        Assert.Equal(3, _registry.Asked.Count(r => r.Method == HttpMethod.Post));
    }

    [Fact]
    public async Task What_was_good_is_good_without_the_registry_and_nothing_else()
    {
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Answer = ScriptedRegistry.Gone;

        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.IsGoodAsync("wrong"));
        _registry.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    [Fact]
    public async Task While_the_registry_hangs_nobody_whose_secret_was_good_waits_for_it_twice()
    {
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Answer = ScriptedRegistry.Gone;
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Clock.Advance(TimeSpan.FromSeconds(1));
        _registry.Answer = Answer;
        var hanging = _registry.HoldNextAnswer();

        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
        await hanging.Asked;
        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
        Assert.Equal(4, _registry.Asked.Count);
    }

    [Fact]
    public async Task A_refused_redirect_uri_is_told_to_the_registry_and_nobody_waits_for_that()
    {
        await _registry.StartReportingAsync();
        var applications = _registry.Applications;
        var client = (await _registry.FindAsync())!;
        var report = _registry.HoldNextAnswer();

        Assert.False(await applications.ValidateRedirectUriAsync(
            client, "https://evil.example/", TestContext.Current.CancellationToken));

        await report.Asked;
        Assert.EndsWith("/authorization-requests/validate", _registry.Asked[^1].RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_good_past_its_end()
    {
        _expiresAt = _registry.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Answer = ScriptedRegistry.Gone;

        _registry.Clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    [Fact]
    public async Task It_is_forgotten_when_the_feed_says_that_the_secrets_changed()
    {
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Change("secrets");

        // A node that lags behind says so once more; that is not to last.
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Answer = ScriptedRegistry.Gone;

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    [Fact]
    public async Task A_change_of_another_client_keeps_nothing_from_being_remembered()
    {
        _registry.Change("secrets", "cr_other");
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Answer = ScriptedRegistry.Gone;

        Assert.True(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    [Fact]
    public async Task It_is_forgotten_when_the_registry_calls_it_wrong()
    {
        await _registry.IsGoodAsync(ScriptedRegistry.Secret);
        _registry.Answer = r => r.Method == HttpMethod.Get ? ScriptedRegistry.Client() : Verdict(false);
        Assert.False(await _registry.IsGoodAsync(ScriptedRegistry.Secret));
        _registry.Answer = ScriptedRegistry.Gone;

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    [Fact]
    public async Task One_that_is_longer_than_any_is_wrong_and_no_fault_of_the_registry()
    {
        _registry.Answer = r => r.Method == HttpMethod.Get
            ? ScriptedRegistry.Client()
            : ScriptedRegistry.Json(HttpStatusCode.RequestEntityTooLarge, """{"code":"too_large"}""");

        Assert.False(await _registry.IsGoodAsync(new string('x', 40_000)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"authenticated":null}""")]
    public async Task What_is_no_verdict_never_reads_as_wrong(string json)
    {
        _registry.Answer = r => r.Method == HttpMethod.Get
            ? ScriptedRegistry.Client()
            : ScriptedRegistry.Json(HttpStatusCode.OK, json);

        await Assert.ThrowsAsync<RegistryUnavailableException>(() => _registry.IsGoodAsync(ScriptedRegistry.Secret));
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Get) return ScriptedRegistry.Client();
        var expected = Convert.ToBase64String("cr_client:right"u8);
        using var reader = new StreamReader(request.Content!.ReadAsStream());
        return Verdict(reader.ReadToEnd().Contains(expected, StringComparison.Ordinal));
    }

    private HttpResponseMessage Verdict(bool good) => ScriptedRegistry.Json(
        HttpStatusCode.OK,
        $$"""{"authenticated":{{(good ? "true" : "false")}},"reason":null,"client_secret_expires_at":{{_expiresAt}}}""");
}
