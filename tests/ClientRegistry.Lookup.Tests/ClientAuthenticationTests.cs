using System.Text;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Authentication;
using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup.Tests;

/// <summary>One world with clients of each authentication method.</summary>
public sealed class AuthenticationWorld : IAsyncLifetime
{
    public const string Secret = "crs_first-secret.value~";
    public const string SecondSecret = "crs_second";
    public const string EndedSecret = "crs_ended";
    public const string ChosenSecret = "correct horse: 100% & ü";

    internal LookupWorld Lookup { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lookup = await LookupWorld.CreateAsync();
        var now = Lookup.World.Now;
        var metadata = LookupWorld.Metadata;
        var basic = await Lookup.AddClientAsync("basic", metadata);
        await Lookup.AddSecretAsync(basic, SecretHash.Fast(Secret));
        await Lookup.AddSecretAsync(basic, SecretHash.Fast(SecondSecret), now.AddDays(1));
        await Lookup.AddSecretAsync(basic, SecretHash.Fast(EndedSecret), now);
        var post = await Lookup.AddClientAsync(
            "post", metadata with { TokenEndpointAuthMethod = TokenEndpointAuthMethods.ClientSecretPost });
        await Lookup.AddSecretAsync(post, SecretHash.Fast(Secret));
        await Lookup.AddClientAsync("public", metadata with { TokenEndpointAuthMethod = TokenEndpointAuthMethods.None });
        await Lookup.AddClientAsync("without-secret", metadata);
        await Lookup.AddSecretAsync(await Lookup.AddClientAsync("broken-hash", metadata), "");
        await Lookup.AddSecretAsync(await Lookup.AddClientAsync("hash-of-nothing", metadata), SecretHash.Fast(""));
        await Lookup.AddSecretAsync(await Lookup.AddClientAsync("imported: 1", metadata), SecretHash.Slow(ChosenSecret));
        var sandboxed = await Lookup.AddClientAsync("sandboxed", metadata, ClientEnvironment.Sandbox);
        await Lookup.AddSecretAsync(sandboxed, SecretHash.Fast(Secret));
        foreach (var id in new[] { "suspended", "revoked" })
            await Lookup.AddSecretAsync(await Lookup.AddClientAsync(id, metadata), SecretHash.Fast(Secret));
        await Lookup.ChangeAsync("suspended", c => c.Suspend("test", now));
        await Lookup.ChangeAsync("revoked", c => c.Revoke("test", now));
    }

    public ValueTask DisposeAsync() => Lookup.DisposeAsync();
}

public sealed class ClientAuthenticationTests(AuthenticationWorld fixture) : IClassFixture<AuthenticationWorld>
{
    private const string S = AuthenticationWorld.Secret;

    public static TheoryData<string?, string?, string?, string, string> Refusals => new()
    {
        { Basic("basic", S), "basic", S, "multiple_methods", "invalid_request" },
        { Basic("basic", S), null, S, "multiple_methods", "invalid_request" },
        { Basic("basic", S), "post", null, "multiple_methods", "invalid_request" },
        { null, null, null, "client_id_missing", "invalid_request" },
        { null, null, S, "client_id_missing", "invalid_request" },
        { "", "", S, "client_id_missing", "invalid_request" },
        { "Bearer abc", null, null, "credentials_malformed", "invalid_client" },
        { "Basic", null, null, "credentials_malformed", "invalid_client" },
        { "Basic ", null, null, "credentials_malformed", "invalid_client" },
        { "Basic !!!!", null, null, "credentials_malformed", "invalid_client" },
        { "Basic YmFzaWM6 eA==", null, null, "credentials_malformed", "invalid_client" },
        { "Basic YmFzaWM", null, null, "credentials_malformed", "invalid_client" },
        { Raw("no colon"), null, null, "credentials_malformed", "invalid_client" },
        { Raw(":secret"), null, null, "credentials_malformed", "invalid_client" },
        { Raw("basic:a%2"), null, null, "credentials_malformed", "invalid_client" },
        { Raw("basic:a%zz"), null, null, "credentials_malformed", "invalid_client" },
        { Raw("ba%ffsic:a"), null, null, "credentials_malformed", "invalid_client" },
        { "Basic " + Convert.ToBase64String([0x61, 0x3A, 0xFF]), null, null, "credentials_malformed", "invalid_client" },
        { Basic("nobody", S), null, null, "unknown_client", "invalid_client" },
        { Basic("BASIC", S), null, null, "unknown_client", "invalid_client" },
        { null, new string('x', 257), S, "unknown_client", "invalid_client" },
        { Basic("sandboxed", S), null, null, "wrong_environment", "invalid_client" },
        { Basic("suspended", S), null, null, "client_suspended", "invalid_client" },
        { Basic("revoked", S), null, null, "client_revoked", "invalid_client" },
        { null, "public", S, "auth_method_not_registered", "invalid_client" },
        { Basic("public", S), null, null, "auth_method_not_registered", "invalid_client" },
        { Basic("public", ""), null, null, "auth_method_not_registered", "invalid_client" },
        { null, "basic", S, "auth_method_not_registered", "invalid_client" },
        { Basic("post", S), null, null, "auth_method_not_registered", "invalid_client" },
        { null, "basic", null, "secret_missing", "invalid_client" },
        { null, "post", "", "secret_missing", "invalid_client" },
        { Basic("basic", ""), null, null, "secret_missing", "invalid_client" },
        { Basic("basic", "wrong"), null, null, "secret_mismatch", "invalid_client" },
        { Basic("basic", S + " "), null, null, "secret_mismatch", "invalid_client" },
        { Basic("basic", S.ToUpperInvariant()), null, null, "secret_mismatch", "invalid_client" },
        { Basic("basic", new string('x', 5000)), null, null, "secret_mismatch", "invalid_client" },
        { Basic("without-secret", S), null, null, "secret_mismatch", "invalid_client" },
        { Basic("broken-hash", S), null, null, "secret_mismatch", "invalid_client" },
        { Basic("hash-of-nothing", new string('x', 257)), null, null, "secret_mismatch", "invalid_client" },
        { Basic("hash-of-nothing", ""), null, null, "secret_missing", "invalid_client" },
        { Basic("imported: 1", "wrong"), null, null, "secret_mismatch", "invalid_client" },
        { Basic("basic", AuthenticationWorld.EndedSecret), null, null, "secret_expired", "invalid_client" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Each_row_of_the_table_refuses_with_its_reason(
        string? authorization, string? clientId, string? secret, string reason, string error)
    {
        var answer = await fixture.Lookup.AuthenticateAsync(Body(authorization, clientId, secret));

        Assert.Equal(
            $$"""{"authenticated":false,"error":"{{error}}","reason":"{{reason}}"}""", answer.GetRawText());
    }

    [Fact]
    public async Task Each_live_secret_is_good_and_says_which_one_it_was()
    {
        var first = await fixture.Lookup.AuthenticateAsync(Body(Basic("basic", S), "basic", null));
        var second = await fixture.Lookup.AuthenticateAsync(Body("basic  " + Basic("basic", AuthenticationWorld.SecondSecret)[6..], null, null));

        Assert.True(first.GetProperty("authenticated").GetBoolean());
        Assert.Equal("client_secret_basic", first.GetProperty("token_endpoint_auth_method").GetString());
        Assert.Equal(0, first.GetProperty("client_secret_expires_at").GetInt64());
        Assert.Equal("basic", first.GetProperty("client").GetProperty("client_id").GetString());
        Assert.Equal(
            fixture.Lookup.World.Now.AddDays(1).ToUnixTimeSeconds(),
            second.GetProperty("client_secret_expires_at").GetInt64());
        Assert.NotEqual(first.GetProperty("secret_id").GetString(), second.GetProperty("secret_id").GetString());
    }

    [Fact]
    public async Task A_secret_in_the_body_is_good_for_a_client_that_registered_that()
    {
        var answer = await fixture.Lookup.AuthenticateAsync(Body(null, "post", S));

        Assert.Equal("client_secret_post", answer.GetProperty("token_endpoint_auth_method").GetString());
    }

    [Fact]
    public async Task A_public_client_needs_its_id_alone()
    {
        var answer = await fixture.Lookup.AuthenticateAsync(Body(null, "public", null));

        Assert.True(answer.GetProperty("authenticated").GetBoolean());
        Assert.Equal("none", answer.GetProperty("token_endpoint_auth_method").GetString());
        Assert.False(answer.TryGetProperty("secret_id", out _));
    }

    [Fact]
    public async Task An_imported_secret_of_any_characters_is_good_form_encoded()
    {
        var answer = await fixture.Lookup.AuthenticateAsync(
            Body(Basic("imported: 1", AuthenticationWorld.ChosenSecret), null, null));

        Assert.True(answer.GetProperty("authenticated").GetBoolean());
    }

    [Fact]
    public async Task An_imported_secret_that_was_good_is_remembered_with_its_hash_and_no_other_secret_is()
    {
        using var checks = new SlowSecretChecks();
        var client = Guid.CreateVersion7();
        var all = Enumerable.Range(0, 20).Select(i => Slow($"right{i}")).ToList();
        foreach (var (i, secret) in all.Index()) Assert.True(await checks.MatchesAsync($"right{i}", secret, client, default));

        // What must be worked out is handed to another thread; what is remembered is there when the call comes back.
        var again = all.Select((secret, i) => checks.MatchesAsync($"right{i}", secret, client, default)).ToList();
        Assert.All(again, a => Assert.True(a.IsCompleted));
        foreach (var one in again) Assert.True(await one);
        Assert.False(await checks.MatchesAsync("wrong", all[0], client, default));
        Assert.False(await checks.MatchesAsync("right0", all[1], client, default));
    }

    [Fact]
    public async Task A_form_is_read_like_json_and_repeats_are_refused()
    {
        var good = await PostFormAsync($"client_id=post&client_secret={S}");
        var repeated = await PostFormAsync($"client_id=post&client_secret={S}&client_secret=other");

        Assert.True(good.GetProperty("authenticated").GetBoolean());
        Assert.Equal("parameter_repeated", repeated.GetProperty("reason").GetString());
        Assert.Equal("invalid_request", repeated.GetProperty("error").GetString());
    }

    private static SecretEntry Slow(string plain) =>
        new([], lastUse: null) { RowId = Guid.CreateVersion7(), SecretId = "id", SlowHash = SecretHash.Slow(plain) };

    private Task<JsonElement> PostFormAsync(string form) => fixture.Lookup.PostAsync(
        "/api/v1/client-authentication", new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"));

    private static Dictionary<string, string> Body(string? authorization, string? clientId, string? secret)
    {
        var body = new Dictionary<string, string>();
        if (authorization is not null) body["authorization"] = authorization;
        if (clientId is not null) body["client_id"] = clientId;
        if (secret is not null) body["client_secret"] = secret;
        return body;
    }

    private static string Basic(string id, string secret) =>
        Raw($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}");

    private static string Raw(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
}
