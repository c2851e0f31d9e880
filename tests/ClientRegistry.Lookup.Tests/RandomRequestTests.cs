using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace ClientRegistry.Lookup.Tests;

/// <summary>
/// Requests at random, many of them nearly right: none may bring the API down, and they are found good just
/// when a plain reading of RFC 6749, 7636 and 9700 calls them so.
/// </summary>
public sealed class RandomRequestTests(AuthorizationWorld fixture) : IClassFixture<AuthorizationWorld>
{
    private const string Challenge = LookupWorld.Challenge;
    private const int Requests = 1000;

    private static readonly Dictionary<string, string[]> Vocabulary = new()
    {
        ["client_id"] = ["one-uri", "two-uris", "no-pkce", "public", "suspended", "nobody", "ONE-URI", ""],
        ["redirect_uri"] =
        [
            "https://app.example/cb", "https://app.example/cb2", "https://app.example/cb#", "https://app.example/cb/",
            "http://127.0.0.1:5000/cb", "http://127.0.0.1/cb/", "com.example.app:/cb", "",
        ],
        ["response_type"] = ["code", "code", "code", "token", "code token", ""],
        ["scope"] = ["orders-api", "orders-api catalogue-api", "orders-api  catalogue-api", "orders-api admin", " ", ""],
        ["state"] = ["xyz", "a\nb", ""],
        ["code_challenge"] = [Challenge, Challenge, "short", ""],
        ["code_challenge_method"] = ["S256", "S256", "plain", ""],
        ["nonce"] = ["n"],
    };

    private static readonly string[] Named = [.. Vocabulary.Keys.Where(name => name != "nonce")];

    private static readonly Gen<(string Name, string Value)> Parameter =
        from name in Gen.OneOf([.. Vocabulary.Keys])
        from known in Gen.OneOf(Vocabulary[name])
        from odd in Gen.String
        from isOdd in Gen.Int[0, 19]
        select (name, isOdd == 0 ? odd : known);

    private static readonly Gen<(string Name, string Value)[]> NearlyRight =
        from client in Gen.OneOf("one-uri", "no-pkce", "public", "two-uris")
        from uri in Gen.OneOf(Vocabulary["redirect_uri"])
        from extra in Parameter.Array[0, 2]
        from dropped in Gen.Int[0, 20]
        select ((string Name, string Value)[])
        [
            .. new[]
            {
                ("client_id", client), ("redirect_uri", uri), ("response_type", "code"), ("scope", "orders-api"),
                ("code_challenge", Challenge), ("code_challenge_method", "S256"),
            }.Where((_, i) => i != dropped),
            .. extra,
        ];

    [Fact]
    public async Task An_authorization_request_may_go_on_when_the_plain_reading_says_so_and_only_then()
    {
        var found = 0;
        await Gen.OneOf(NearlyRight, Parameter.Array[0, 8]).SampleAsync(
            async sent =>
            {
                var form = string.Join('&', sent.Select(p => $"{p.Name}={RandomBodies.Escape(p.Value)}"));
                var expected = PlainReading.GoesTo(PlainReading.OfForm(Encoding.UTF8.GetBytes(form), Named));
                var answer = await fixture.Lookup.ValidateAsync(form);
                if (expected is not null) Interlocked.Increment(ref found);
                Assert.True(TargetOf(answer) == expected, form);
            },
            iter: Requests, threads: 2);
        Assert.InRange(found, 1, Requests - 1);
    }

    [Fact]
    public async Task No_good_body_that_a_few_octets_were_changed_of_is_wrongly_found_good()
    {
        const string Form = $"client_id=one-uri&response_type=code&scope=orders-api&state=a%20b+c&nonce=n&"
            + $"code_challenge={Challenge}&code_challenge_method=S256&redirect_uri=https%3A%2F%2Fapp.example%2Fcb";
        const string Json = $$"""
            {"client_id":"two-uris","response_type":"code","scope":"orders-api","redirect_uri":"https:\/\/app.example\/cb",
             "nonce":"\u0041", "code_challenge":"{{Challenge}}","code_challenge_method":"S256"}
            """;
        var found = 0;
        await RandomBodies.Changed(Form, Json).SampleAsync(
            async sent =>
            {
                var answer = await AskAsync("/api/v1/authorization-requests/validate", sent);
                if (TargetOf(answer) is not { } target) return;
                Interlocked.Increment(ref found);
                Assert.True(PlainReading.GoesTo(sent.Read(Named)) == target, sent.ToString());
            },
            iter: Requests, threads: 2);
        Assert.InRange(found, 1, Requests - 1);
    }

    [Theory]
    [InlineData("/api/v1/authorization-requests/validate")]
    [InlineData("/api/v1/client-authentication")]
    public async Task No_body_of_random_octets_brings_the_api_down(string path) =>
        await RandomBodies.Octets.SampleAsync(sent => AskAsync(path, sent), iter: Requests, threads: 2);

    private static string? TargetOf(JsonElement answer) =>
        answer.TryGetProperty("valid", out var valid) && valid.GetBoolean() ? answer.GetProperty("redirect_uri").GetString() : null;

    private async Task<JsonElement> AskAsync(string path, RandomBody sent)
    {
        using var response = await fixture.Lookup.Host.SendAsync(
            HttpMethod.Post, path, fixture.Lookup.ProductionKey, sent.ToContent());
        Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, sent.ToString());
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
