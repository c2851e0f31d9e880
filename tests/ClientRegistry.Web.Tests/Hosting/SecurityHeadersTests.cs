using System.Net;
using System.Text.RegularExpressions;
using ClientRegistry.Testing;

namespace ClientRegistry.Web.Tests.Hosting;

public sealed partial class SecurityHeadersTests(SecurityHeadersTests.Application application)
    : IClassFixture<SecurityHeadersTests.Application>
{
    public sealed class Application : IAsyncLifetime
    {
        public RegistryApplication Registry { get; } = new();

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => Registry.DisposeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/status/404")]
    [InlineData("/no-such-page")]
    [InlineData("/api/no-such-thing")]
    [InlineData("/health/live")]
    [InlineData("/app.css")]
    public async Task Every_answer_says_what_browsers_may_not_do(string path)
    {
        using var client = application.Registry.CreateClient();

        var answer = await client.GetAsync(path, Ct);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Single(answer.Headers.GetValues("Referrer-Policy"));
        Assert.Single(answer.Headers.GetValues("Permissions-Policy"));
    }

    [Theory]
    [InlineData("/status/404")]
    [InlineData("/api/v1/clients/nobody")]
    [InlineData("/api/v1/changes")]
    public async Task Outside_Development_callers_are_told_to_stay_with_https(string path)
    {
        using var client = application.Registry.CreateClient();

        var answer = await client.GetAsync(path, Ct);

        Assert.Contains("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_Development_every_cookie_is_secure()
    {
        using var client = application.Registry.CreateClient();

        var answer = await client.GetAsync("/account/sign-in", Ct);

        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/status/404")]
    [InlineData("/account/sign-in")]
    public async Task No_page_has_a_script_of_its_own_or_asks_another_host_for_anything(string path)
    {
        using var client = application.Registry.CreateClient();

        var page = await client.GetStringAsync(path, Ct);

        Assert.DoesNotMatch(InlineScript(), page);
        Assert.DoesNotMatch(EventAttribute(), page);
        Assert.DoesNotMatch(ForeignAddress(), page);
    }

    [Fact]
    public async Task An_unknown_page_is_a_404_with_a_page_that_says_so()
    {
        using var client = application.Registry.CreateClient();

        var answer = await client.GetAsync("/no-such-page", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_of_the_api_is_a_problem_document()
    {
        using var client = application.Registry.CreateClient();

        var answer = await client.GetAsync("/api/no-such-thing", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [GeneratedRegex("<script(?![^>]*\\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<[^>]+\\son[a-z]+=", RegexOptions.IgnoreCase)]
    private static partial Regex EventAttribute();

    [GeneratedRegex("(src|<link[^>]*href)=\"(https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();
}
