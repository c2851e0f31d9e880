using System.Net;
using ClientRegistry.Testing;
using ClientRegistry.Web.Hosting;

namespace ClientRegistry.Web.Tests.Hosting;

public sealed class RateLimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/forgot-password")]
    [InlineData("/apply")]
    public async Task A_form_posted_too_often_from_one_address_is_refused_for_a_while(string form)
    {
        await using var application = new RegistryApplication();
        using var client = application.CreateClient();
        for (var i = 0; i < RateLimits.Posts; i++)
        {
            using var good = await PostAsync(client, form);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, good.StatusCode);
        }

        using var refused = await PostAsync(client, form);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(RateLimits.Window, refused.Headers.RetryAfter?.Delta);
        Assert.Contains("Too many tries", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var reading = await client.GetAsync(form, Ct);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, reading.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string form) =>
        client.PostAsync(form, new FormUrlEncodedContent([]), Ct);
}
