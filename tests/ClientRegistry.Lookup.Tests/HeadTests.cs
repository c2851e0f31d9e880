using System.Net;

namespace ClientRegistry.Lookup.Tests;

/// <summary>RFC 9110 section 9.3.2: HEAD is answered as GET is, without the body.</summary>
public sealed class HeadTests(HttpWorld fixture) : IClassFixture<HttpWorld>
{
    [Theory]
    [InlineData("/api/v1/clients/known", 200)]
    [InlineData("/API/v1/clients/known/", 200)]
    [InlineData("/api/v1/clients/nobody", 404)]
    [InlineData("/api/v1/clients/%ff", 400)]
    [InlineData("/api/v1/changes?after=0", 200)]
    [InlineData("/api/v1/changes?after=x", 400)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task Whatever_answers_get_answers_head_with_the_same_headers(string path, int status)
    {
        using var get = await SendAsync(HttpMethod.Get, path);
        using var head = await SendAsync(HttpMethod.Head, path);

        Assert.Equal(((HttpStatusCode)status, (HttpStatusCode)status), (get.StatusCode, head.StatusCode));
        Assert.Equal(HeadersOf(get), HeadersOf(head));
        Assert.True(head.Content.Headers.ContentLength > 0);
    }

    [Fact]
    public async Task A_caller_that_has_this_version_gets_304_to_head_too()
    {
        using var first = await SendAsync(HttpMethod.Head, "/api/v1/clients/known");
        using var second = await SendAsync(HttpMethod.Head, "/api/v1/clients/known", ifNoneMatch: first.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task The_endpoints_write_no_body_themselves_and_do_not_leave_that_to_the_server()
    {
        // Behind the test server, which passes on what is written.
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("known");
        foreach (var path in new[] { "/api/v1/clients/known", "/api/v1/clients/nobody", "/api/v1/changes", "/openapi/v1.json" })
        {
            using var head = await world.Host.SendAsync(HttpMethod.Head, path, world.ProductionKey);
            Assert.NotEqual(HttpStatusCode.MethodNotAllowed, head.StatusCode);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_question_that_is_posted_is_not_answered_to_head()
    {
        using var head = await SendAsync(HttpMethod.Head, "/api/v1/client-authentication");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
        Assert.Equal(["POST"], head.Content.Headers.Allow);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", fixture.Lookup.ProductionKey);
        if (ifNoneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await fixture.Lookup.Host.Client.SendAsync(request);
    }

    private static IEnumerable<string> HeadersOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(h => h.Key != "Date").Select(h => $"{h.Key}: {h.Value}").Order();
}
