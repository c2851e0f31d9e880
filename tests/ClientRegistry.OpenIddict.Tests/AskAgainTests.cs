using System.Net;
using System.Net.Http.Headers;
using ClientRegistry.OpenIddict.Asking;
using ClientRegistry.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class AskAgainTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task It_waits_as_long_as_the_registry_asks_for()
    {
        var registry = new Unavailable(new RetryConditionHeaderValue(TimeSpan.FromSeconds(3)), times: 1);
        var began = _clock.GetUtcNow();

        var answer = await AskAsync(registry);

        Assert.Equal((HttpStatusCode.OK, 2), (answer, registry.Asked));
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.1));
    }

    [Fact]
    public async Task But_no_longer_than_a_user_would()
    {
        var registry = new Unavailable(new RetryConditionHeaderValue(_clock.GetUtcNow().AddMinutes(1)), times: 1);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (await AskAsync(registry), registry.Asked));
    }

    [Fact]
    public async Task Left_to_itself_it_waits_longer_each_time()
    {
        var registry = new Unavailable(null, times: 5);
        var began = _clock.GetUtcNow();

        var answer = await AskAsync(registry);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 4), (answer, registry.Asked));
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(0.7 * 0.75), TimeSpan.FromSeconds((0.7 * 1.25) + 0.15));
    }

    // In steps of 50 ms for as long as it takes.
    private async Task<HttpStatusCode> AskAsync(Unavailable registry)
    {
        var options = Options.Create(new ClientRegistryOptions { Retries = 3 });
        using var http = new HttpMessageInvoker(new AskAgain(options, _clock) { InnerHandler = registry });
        using var question = new HttpRequestMessage(HttpMethod.Get, "https://registry.example/");
        var asking = http.SendAsync(question, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() =>
        {
            if (!asking.IsCompleted) _clock.Advance(TimeSpan.FromMilliseconds(50));
            return Task.FromResult(asking.IsCompleted);
        });
        using var answer = await asking;
        return answer.StatusCode;
    }

    private sealed class Unavailable(RetryConditionHeaderValue? retryAfter, int times) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Task.FromResult(Asked++ < times
                ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = retryAfter } }
                : new HttpResponseMessage(HttpStatusCode.OK));
    }
}
