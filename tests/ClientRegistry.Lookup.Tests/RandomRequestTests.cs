using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace ClientRegistry.Lookup.Tests;

/// <summary>
/// Requests at random, many of them nearly right: none may bring the API down, and none may be found good that a plain
/// reading of RFC 6749, 7636 and 9700 calls wrong.
/// </summary>
public sealed class RandomRequestTests(AuthorizationWorld fixture) : IClassFixture<AuthorizationWorld>
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
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
    public async Task No_authorization_request_brings_the_api_down_or_is_wrongly_found_good()
    {
        var found = 0;
        await Gen.OneOf(NearlyRight, Parameter.Array[0, 8]).SampleAsync(
            async sent =>
            {
                var form = string.Join('&', sent.Select(p => $"{p.Name}={Escape(p.Value)}"));
                var answer = await fixture.Lookup.ValidateAsync(form);
                if (!answer.GetProperty("valid").GetBoolean()) return;
                Interlocked.Increment(ref found);
                Assert.True(IsGood(sent, answer.GetProperty("redirect_uri").GetString()!), form);
            },
            iter: Requests, threads: 2);
        Assert.True(found > 0, "None of the requests was good: the test shows nothing.");
    }

    [Theory]
    [InlineData("/api/v1/authorization-requests/validate")]
    [InlineData("/api/v1/client-authentication")]
    public async Task No_body_of_random_octets_brings_the_api_down(string path) =>
        await (from octets in Gen.OneOf(
                   Gen.Byte.Array[0, 200],
                   Gen.OneOf("{", "}", "\"client_id\"", ":", ",", "\"a\"", "authorization=Basic ", "%", "=", "&", "null", "[")
                       .Array[0, 12].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))))
               from type in Gen.OneOf("application/json", "application/x-www-form-urlencoded", "", "x/y", ";;")
               select (octets, type)).SampleAsync(
            async sent =>
            {
                using var content = new ByteArrayContent(sent.octets);
                content.Headers.TryAddWithoutValidation("Content-Type", sent.type);
                using var response = await fixture.Lookup.Host.SendAsync(
                    HttpMethod.Post, path, fixture.Lookup.ProductionKey, content);
                var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

                Assert.True(response.StatusCode < HttpStatusCode.InternalServerError);
                Assert.False(answer.TryGetProperty("valid", out var valid) && valid.GetBoolean());
                Assert.False(answer.TryGetProperty("authenticated", out var good) && good.GetBoolean());
            },
            iter: Requests, threads: 2);

    [Theory]
    [InlineData("/api/v1/clients/")]
    [InlineData("/api/v1/changes?after=")]
    [InlineData("/api/v1/changes?wait=")]
    public async Task No_path_or_query_brings_the_api_down(string start) => await Gen.String.SampleAsync(
        async sent =>
        {
            // A wait that is good would be waited for.
            if (start.Contains("wait", StringComparison.Ordinal) && int.TryParse(sent, out _)) return;
            using var response = await fixture.Lookup.GetAsync(start + Escape(sent));
            Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, $"{(int)response.StatusCode} {sent}");
        },
        iter: Requests, threads: 2);

    // Lone surrogates cannot be escaped; what stands for them is as good.
    private static string Escape(string text) =>
        Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static bool IsGood((string Name, string Value)[] sent, string redirectUri)
    {
        var named = sent.Where(p => p.Name != "nonce").ToList();
        string? One(string name) => named.Where(p => p.Name == name && p.Value.Length > 0).Select(p => p.Value).SingleOrDefault();
        if (named.GroupBy(p => p.Name).Any(g => g.Count() > 1)) return false;

        var isPublic = One("client_id") == "public";
        string[]? registered = One("client_id") switch
        {
            "one-uri" or "no-pkce" => ["https://app.example/cb"],
            "two-uris" => ["https://app.example/cb", "https://app.example/cb2"],
            "public" => ["http://127.0.0.1/cb", "http://127.0.0.1:5000/cb", "http://[::1]:81/cb", "com.example.app:/cb"],
            _ => null,
        };
        var challenge = One("code_challenge");
        return registered is not null
            && registered.Contains(redirectUri)
            && (One("redirect_uri") is { } asked ? asked == redirectUri : registered.Length == 1)
            && One("response_type") == "code"
            && One("scope") is "orders-api" or "catalogue-api" or "orders-api catalogue-api"
            && (One("state") is null or "xyz" || One("state")!.All(c => c is >= ' ' and <= '~'))
            && (challenge is null
                ? One("client_id") == "no-pkce" && !isPublic && One("code_challenge_method") is null
                : challenge == Challenge && One("code_challenge_method") == "S256");
    }
}
