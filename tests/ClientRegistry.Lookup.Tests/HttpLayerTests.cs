using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Lookup.Tests;

/// <summary>One node behind the real web server.</summary>
public sealed class HttpWorld : IAsyncLifetime
{
    internal LookupWorld Lookup { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lookup = await LookupWorld.CreateAsync(kestrel: true);
        await Lookup.AddClientAsync("known");
        await Lookup.AddClientAsync("odd/id %2F+ü");
        await Lookup.AddClientAsync("sandboxed", environment: ClientEnvironment.Sandbox);
    }

    public ValueTask DisposeAsync() => Lookup.DisposeAsync();
}

public sealed class HttpLayerTests(HttpWorld fixture) : IClassFixture<HttpWorld>
{
    private const string Validate = "/api/v1/authorization-requests/validate";
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData(null, "lookup_key_missing")]
    [InlineData("", "lookup_key_missing")]
    [InlineData("Basic abc", "lookup_key_missing")]
    [InlineData("Bearers abc", "lookup_key_missing")]
    [InlineData("Bearer", "lookup_key_invalid")]
    [InlineData("Bearer\tcrk_unknown", "lookup_key_invalid")]
    [InlineData("Bearer two words", "lookup_key_invalid")]
    [InlineData("Bearer crk_unknown", "lookup_key_invalid")]
    [InlineData("Bearer a,b", "lookup_key_invalid")]
    public async Task Without_a_good_key_there_is_401_and_the_challenge(string? authorization, string code)
    {
        foreach (var path in new[] { "/api/v1/clients/known", "/api/v1/changes" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.Add("Cookie", ".AspNetCore.Identity.Application=x");
            using var response = await fixture.Lookup.Host.Client.SendAsync(request);

            // RFC 6750 section 3.1: an error only for somebody who came with a key.
            var challenge = code == "lookup_key_missing" ? "Bearer" : "Bearer error=\"invalid_token\"";
            Assert.Equal(challenge, response.Headers.WwwAuthenticate.Single().ToString());
            await AssertProblemAsync(response, HttpStatusCode.Unauthorized, code);
        }
    }

    [Fact]
    public async Task Any_number_of_blanks_may_stand_before_the_key()
    {
        // RFC 9110 section 11.4: auth-scheme 1*SP token68.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clients/known");
        request.Headers.TryAddWithoutValidation("Authorization", $"bearer   {fixture.Lookup.ProductionKey}");
        using var response = await fixture.Lookup.Host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_expired_key_and_a_revoked_key_are_told_apart_and_refused()
    {
        var world = fixture.Lookup.World;
        var (expired, expiredKey) = LookupKey.Issue("expired", ClientEnvironment.Production, world.Now, world.Now);
        var (revoked, revokedKey) = LookupKey.Issue("revoked", ClientEnvironment.Production, null, world.Now);
        await world.SaveAsync(expired, revoked);
        (await fixture.Lookup.GetAsync("/api/v1/clients/known", revokedKey)).EnsureSuccessStatusCode().Dispose();

        await using (var db = world.Database.CreateDbContext())
        {
            (await db.LookupKeys.SingleAsync(k => k.Name == "revoked")).Revoke(world.Now);
            await db.SaveChangesAsync();
        }

        await AssertProblemAsync(
            await fixture.Lookup.GetAsync("/api/v1/clients/known", expiredKey), HttpStatusCode.Unauthorized, "lookup_key_expired");
        await AssertProblemAsync(
            await fixture.Lookup.GetAsync("/api/v1/clients/known", revokedKey), HttpStatusCode.Unauthorized, "lookup_key_revoked");
    }

    [Theory]
    [InlineData("nobody", "unknown_client")]
    [InlineData("KNOWN", "unknown_client")]
    [InlineData("known%20", "unknown_client")]
    [InlineData("sandboxed", "wrong_environment")]
    public async Task A_client_that_may_not_be_used_is_404(string clientId, string code) =>
        await AssertProblemAsync(
            await fixture.Lookup.GetAsync($"/api/v1/clients/{clientId}"), HttpStatusCode.NotFound, code);

    [Fact]
    public async Task An_identifier_of_any_characters_is_found_by_its_escaped_form()
    {
        using var response = await fixture.Lookup.GetAsync($"/api/v1/clients/{Uri.EscapeDataString("odd/id %2F+ü")}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_other_environments_key_sees_the_other_environments_clients()
    {
        using var own = await fixture.Lookup.GetAsync("/api/v1/clients/sandboxed", fixture.Lookup.SandboxKey);

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        await AssertProblemAsync(
            await fixture.Lookup.GetAsync("/api/v1/clients/known", fixture.Lookup.SandboxKey),
            HttpStatusCode.NotFound, "wrong_environment");
    }

    [Fact]
    public async Task A_caller_that_has_this_version_gets_304()
    {
        using var first = await fixture.Lookup.GetAsync("/api/v1/clients/known");
        foreach (var condition in new[] { first.Headers.ETag!.Tag, "\"other\", W/" + first.Headers.ETag.Tag, "*" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clients/known");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Lookup.ProductionKey);
            request.Headers.TryAddWithoutValidation("If-None-Match", condition);
            using var second = await fixture.Lookup.Host.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
            Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("/API/v1/clients/known")]
    [InlineData("/api/v1/clients/known/")]
    [InlineData("/api/v1/Clients/known?x=y")]
    public async Task A_client_is_found_by_a_path_that_is_spelt_otherwise_too(string path)
    {
        using var usual = await fixture.Lookup.GetAsync("/api/v1/clients/known");
        using var other = await fixture.Lookup.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(usual.Headers.ETag, other.Headers.ETag);
        Assert.Equal(await usual.Content.ReadAsStringAsync(), await other.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_other_two_questions_are_answered_by_a_path_that_is_spelt_otherwise_too()
    {
        using var form = new StringContent("client_id=nobody", Encoding.UTF8, Form);
        var validated = await fixture.Lookup.PostAsync("/API/v1/authorization-requests/validate/", form);
        using var again = new StringContent("client_id=nobody", Encoding.UTF8, Form);
        var authenticated = await fixture.Lookup.PostAsync("/api/V1/Client-Authentication", again);

        Assert.Equal("unknown_client", validated.GetProperty("reason").GetString());
        Assert.Equal("unknown_client", authenticated.GetProperty("reason").GetString());
    }

    public static TheoryData<string, string, int, string> BadBodies => new()
    {
        { Json, "", 400, "malformed_body" },
        { Json, "{", 400, "malformed_body" },
        { Json, "[]", 400, "malformed_body" },
        { Json, "\"x\"", 400, "malformed_body" },
        { Json, "{} {}", 400, "malformed_body" },
        { Json, "{\"client_id\":1}", 400, "malformed_body" },
        { Json, "{\"client_id\":null}", 400, "malformed_body" },
        { Json, "{\"claims\":{\"a\":{\"b\":1}}}", 400, "malformed_body" },
        { Json, "{\"client_id\":\"a\",\"client_id\":\"a\"}", 400, "malformed_body" },
        { Json, "{\"x\":\"a\",\"x\":\"a\"}", 400, "malformed_body" },
        { Json, "{\"client_id\":\"\\ud800\"}", 400, "malformed_body" },
        { Json, "{\"client_id\":\"a\",}", 400, "malformed_body" },
        // RFC 8259 section 8.1: who sends JSON must not add a byte order mark.
        { Json, "\uFEFF{\"client_id\":\"known\"}", 400, "malformed_body" },
        { Json, new string('[', 20_000), 400, "malformed_body" },
        { Form, new string('a', 32 * 1024 + 1), 413, "body_too_large" },
        { Json, new string(' ', 32 * 1024 + 1), 413, "body_too_large" },
        { "text/plain", "client_id=known", 415, "media_type_unsupported" },
        { "application/json; charset=utf-16", "{}", 415, "media_type_unsupported" },
        { "multipart/form-data; boundary=x", "--x--", 415, "media_type_unsupported" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_that_cannot_be_read_is_a_problem_and_never_a_500(
        string contentType, string body, int status, string code)
    {
        foreach (var path in new[] { Validate, "/api/v1/client-authentication" })
        {
            foreach (var chunked in new[] { false, true })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path)
                {
                    Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
                };
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
                request.Headers.TransferEncodingChunked = chunked;
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Lookup.ProductionKey);
                await AssertProblemAsync(
                    await fixture.Lookup.Host.Client.SendAsync(request), (HttpStatusCode)status, code);
            }
        }
    }

    [Fact]
    public async Task Octets_that_are_not_utf8_are_refused_in_json()
    {
        using var content = new ByteArrayContent([.. "{\"client_id\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue(Json);

        await AssertProblemAsync(
            await fixture.Lookup.Host.SendAsync(HttpMethod.Post, Validate, fixture.Lookup.ProductionKey, content),
            HttpStatusCode.BadRequest, "malformed_body");
    }

    [Fact]
    public async Task A_body_of_exactly_32_KiB_is_read()
    {
        var body = "client_id=known&x=".PadRight(32 * 1024, 'a');

        Assert.Equal(
            "redirect_uri_missing", (await fixture.Lookup.ValidateAsync(body)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_compressed_body_is_not_supported()
    {
        using var content = new StringContent("{}", Encoding.UTF8, Json);
        content.Headers.ContentEncoding.Add("gzip");

        await AssertProblemAsync(
            await fixture.Lookup.Host.SendAsync(HttpMethod.Post, Validate, fixture.Lookup.ProductionKey, content),
            HttpStatusCode.UnsupportedMediaType, "media_type_unsupported");
    }

    [Fact]
    public async Task A_wrong_method_and_a_wrong_path_are_problems_too()
    {
        using var wrong = await fixture.Lookup.Host.SendAsync(HttpMethod.Delete, "/api/v1/clients/known", null);
        Assert.Equal(["GET", "HEAD"], wrong.Content.Headers.Allow);
        await AssertProblemAsync(wrong, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        foreach (var path in new[] { "/api/v1/nothing", "/api/v1", "/api/v2/clients/known", "/api/", "/api" })
            await AssertProblemAsync(await fixture.Lookup.GetAsync(path), HttpStatusCode.NotFound, "no_such_endpoint");
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("after=")]
    [InlineData("after=1&after=1")]
    [InlineData("after=99999999999999999999")]
    [InlineData("after=1000")]
    [InlineData("wait=31")]
    [InlineData("wait=-1")]
    [InlineData("wait=0.5")]
    public async Task A_bad_parameter_of_the_change_feed_is_400(string query) =>
        await AssertProblemAsync(
            await fixture.Lookup.GetAsync("/api/v1/changes?" + query), HttpStatusCode.BadRequest, "invalid_parameter");

    [Theory]
    [InlineData("/api/v1/clients/known/.")]
    [InlineData("/api/v1/clients/known/x/..")]
    public async Task A_path_with_a_dot_segment_at_its_end_names_no_client(string path)
    {
        // A client that normalises would take it away before it is sent.
        using var caller = await RawCaller.ConnectAsync(fixture.Lookup.Host, fixture.Lookup.ProductionKey);
        await caller.SendAsync("GET", path, "Connection: close");
        var answer = await caller.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid_parameter\"", answer, StringComparison.Ordinal);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {text}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.ToString());
            var problem = JsonDocument.Parse(text).RootElement;
            Assert.Equal(code, problem.GetProperty("code").GetString());
            Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
            foreach (var member in new[] { "type", "title", "detail" })
                Assert.NotEqual("", problem.GetProperty(member).GetString());
        }
    }
}
