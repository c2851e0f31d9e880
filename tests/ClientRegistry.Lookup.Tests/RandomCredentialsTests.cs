using System.Text;
using System.Text.Json;
using CsCheck;

namespace ClientRegistry.Lookup.Tests;

/// <summary>
/// Credentials at random, most of them nearly right: none may bring the API down, and a client is authenticated when a
/// plain reading of RFC 6749 section 2.3 says so, and only then.
/// </summary>
public sealed class RandomCredentialsTests(AuthenticationWorld fixture) : IClassFixture<AuthenticationWorld>
{
    private const string Path = "/api/v1/client-authentication";
    private const string S = AuthenticationWorld.Secret;
    private const int Requests = 1000;

    private static readonly string[] Named = ["authorization", "client_id", "client_secret"];

    private static readonly Draft[] Good =
    [
        new("basic", S, InHeader: true), new("basic", AuthenticationWorld.SecondSecret, InHeader: true), new("post", S, InHeader: false),
        new("public", null, InHeader: false),
    ];

    /// <summary>What may be wrong, or looks so.</summary>
    private static readonly Gen<Func<Draft, Draft>> Change = Gen.OneOf(
        To(
            Gen.OneOf("basic", "post", "public", "without-secret", "broken-hash", "sandboxed", "suspended", "revoked", "nobody", "BASIC", "basic ", ""),
            (draft, id) => draft with { ClientId = id }),
        To(
            Gen.OneOf(AuthenticationWorld.EndedSecret, AuthenticationWorld.EndedSecret, S, S + " ", S[..^1], S + S[^1], S.ToUpperInvariant(), "wrong", "", null!),
            (draft, secret) => draft with { Secret = secret }),
        To(Gen.String, (draft, secret) => draft with { Secret = secret }),
        To(Gen.Bool, (draft, inHeader) => draft with { InHeader = inHeader }),
        To(Gen.OneOf("", "::", "%3A"), (draft, colon) => draft with { Colon = colon }),
        To(Gen.Const(false), (draft, _) => draft with { IsEncoded = false }),
        To(Gen.OneOf("basic ", "BASIC  ", "Basic\t", "Basic", "Bearer ", " Basic "), (draft, scheme) => draft with { Scheme = scheme }),
        To(
            Gen.OneOf<Func<string, string>>(
                t => t.TrimEnd('='), t => t.Replace('+', '-').Replace('/', '_'), t => t + "=", t => t.Insert(t.Length / 2, " "),
                t => t + " ", t => t + "!"),
            (draft, token) => draft with { Token = token }),
        To(
            Gen.OneOf(
                ("client_id", "basic"), ("client_id", "post"), ("client_id", ""), ("client_secret", S), ("client_secret", ""),
                ("authorization", "Basic x"), ("authorization", ""), ("nonce", "n")),
            (draft, extra) => draft with { Extra = [.. draft.Extra, extra] }));

    private static readonly Gen<(string Name, string Value)[]> Sent =
        Gen.Select(Gen.OneOf(Good), Change.Array[0, 2], (good, changes) => changes.Aggregate(good, (draft, change) => change(draft)).Sent);

    [Fact]
    public async Task A_client_is_authenticated_when_the_plain_reading_says_so_and_only_then()
    {
        var found = 0;
        await Gen.Select(Sent, Gen.Bool, ToBody).SampleAsync(
            async sent =>
            {
                var isPlainlyGood = PlainReading.IsAuthenticated(sent.Read(Named));
                if (isPlainlyGood) Interlocked.Increment(ref found);
                Assert.True(await IsAuthenticatedAsync(sent) == isPlainlyGood, $"{isPlainlyGood}: {sent}");
            },
            iter: Requests, threads: 2);
        Assert.InRange(found, 1, Requests - 1);
    }

    [Fact]
    public async Task No_good_body_that_a_few_octets_were_changed_of_is_wrongly_authenticated()
    {
        var found = 0;
        var header = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"basic:{AuthenticationWorld.SecondSecret}"));
        await RandomBodies.Changed(
            $"client_id=post&client_secret={Uri.EscapeDataString(S)}&grant_type=authorization_code",
            JsonSerializer.Serialize(new { authorization = header, nonce = "n" })).SampleAsync(
            async sent =>
            {
                if (!await IsAuthenticatedAsync(sent)) return;
                Interlocked.Increment(ref found);
                Assert.True(PlainReading.IsAuthenticated(sent.Read(Named)), sent.ToString());
            },
            iter: Requests, threads: 2);
        Assert.InRange(found, 1, Requests - 1);
    }

    private async Task<bool> IsAuthenticatedAsync(RandomBody sent)
    {
        using var response = await fixture.Lookup.Host.SendAsync(
            HttpMethod.Post, Path, fixture.Lookup.ProductionKey, sent.ToContent());
        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} {sent}");
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return answer.TryGetProperty("authenticated", out var good) && good.GetBoolean();
    }

    // JSON with a member twice too, so not from a dictionary.
    private static RandomBody ToBody((string Name, string Value)[] sent, bool isJson) => isJson
        ? new(
            Encoding.UTF8.GetBytes(
                "{" + string.Join(',', sent.Select(p => $"{JsonSerializer.Serialize(p.Name)}:{JsonSerializer.Serialize(p.Value)}")) + "}"),
            RandomBody.Json)
        : new(
            Encoding.UTF8.GetBytes(string.Join('&', sent.Select(p => $"{p.Name}={RandomBodies.Escape(p.Value)}"))), RandomBody.Form);

    private static Gen<Func<Draft, Draft>> To<T>(Gen<T> what, Func<Draft, T, Draft> change) =>
        what.Select<T, Func<Draft, Draft>>(value => draft => change(draft, value));

    /// <summary>Credentials that are being put together.</summary>
    private sealed record Draft(string ClientId, string? Secret, bool InHeader)
    {
        public string Colon { get; init; } = ":";

        public bool IsEncoded { get; init; } = true;

        public string Scheme { get; init; } = "Basic ";

        public Func<string, string> Token { get; init; } = token => token;

        public (string Name, string Value)[] Extra { get; init; } = [];

        public (string Name, string Value)[] Sent => InHeader
            ? [("authorization", Scheme + Token(Convert.ToBase64String(Encoding.UTF8.GetBytes(Pair)))), .. Extra]
            : Secret is null ? [("client_id", ClientId), .. Extra] : [("client_id", ClientId), ("client_secret", Secret), .. Extra];

        private string Pair => IsEncoded ? RandomBodies.Escape(ClientId) + Colon + RandomBodies.Escape(Secret ?? "") : ClientId + Colon + Secret;
    }
}
