using System.Text;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Lookup.Tests;

/// <summary>One world with a client of every kind, for the rows of the contract's table.</summary>
public sealed class AuthorizationWorld : IAsyncLifetime
{
    internal LookupWorld Lookup { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lookup = await LookupWorld.CreateAsync();
        var one = LookupWorld.Metadata with { RedirectUris = ["https://app.example/cb"] };
        await Lookup.AddClientAsync("two-uris");
        await Lookup.AddClientAsync("one-uri", one);
        await Lookup.AddClientAsync("sandboxed", one, ClientEnvironment.Sandbox);
        await Lookup.AddClientAsync("no-pkce", one with { RequirePkce = false });
        await Lookup.AddClientAsync("no-code-grant", one with { GrantTypes = [GrantTypes.RefreshToken] });
        await Lookup.AddClientAsync("no-response-type", one with { ResponseTypes = [] });
        await Lookup.AddClientAsync("public", one with
        {
            TokenEndpointAuthMethod = TokenEndpointAuthMethods.None,
            ApplicationType = ApplicationType.Native,
            RedirectUris = ["http://127.0.0.1/cb", "http://[::1]:81/cb", "com.example.app:/cb"],
            RequirePkce = false,
        });
        await Lookup.AddClientAsync("suspended", one);
        await Lookup.AddClientAsync("revoked", one);
        await Lookup.ChangeAsync("suspended", c => c.Suspend("test", Lookup.World.Now));
        await Lookup.ChangeAsync("revoked", c => c.Revoke("test", Lookup.World.Now));
    }

    public ValueTask DisposeAsync() => Lookup.DisposeAsync();
}

public sealed class AuthorizationRequestTests(AuthorizationWorld fixture) : IClassFixture<AuthorizationWorld>
{
    private const string Challenge = LookupWorld.Challenge;
    private const string Pkce = LookupWorld.Pkce;
    private const string Good = $"client_id=one-uri&response_type=code&scope=orders-api{Pkce}";
    private const string GoodUri = "&redirect_uri=https%3A%2F%2Fapp.example%2Fcb";

    public static TheoryData<string, string, string, string, bool> Refusals => new()
    {
        { "1", "response_type=code", "client_id_missing", "invalid_request", false },
        { "1", "client_id=&response_type=code", "client_id_missing", "invalid_request", false },
        { "1", "client_id=&client_id=", "client_id_missing", "invalid_request", false },
        { "1", "", "client_id_missing", "invalid_request", false },
        { "2", Good + "&client_id=one-uri", "parameter_repeated", "invalid_request", false },
        { "2", Good + "&client_id=", "parameter_repeated", "invalid_request", false },
        { "2", Good + GoodUri + GoodUri, "parameter_repeated", "invalid_request", false },
        { "2", Good + "&redirect_uri&redirect%5furi=", "parameter_repeated", "invalid_request", false },
        { "3", "client_id=nobody", "unknown_client", "invalid_request", false },
        { "3", Good.Replace("one-uri", "ONE-URI", StringComparison.Ordinal), "unknown_client", "invalid_request", false },
        { "3", Good.Replace("one-uri", "one-uri+", StringComparison.Ordinal), "unknown_client", "invalid_request", false },
        { "3", Good.Replace("one-uri", "one-ur%EF%BD%89", StringComparison.Ordinal), "unknown_client", "invalid_request", false },
        { "3", "client_id=" + new string('a', 5000), "unknown_client", "invalid_request", false },
        { "3", "client_id=one-uri%zz", "unknown_client", "invalid_request", false },
        { "3", "client_id=%ff", "unknown_client", "invalid_request", false },
        { "4", "client_id=sandboxed", "wrong_environment", "invalid_request", false },
        { "5", "client_id=suspended" + GoodUri, "client_suspended", "unauthorized_client", false },
        { "5", "client_id=revoked" + GoodUri, "client_revoked", "unauthorized_client", false },
        { "6", $"client_id=two-uris&response_type=code&scope=orders-api{Pkce}", "redirect_uri_missing", "invalid_request", false },
        { "6", $"client_id=two-uris&redirect_uri=", "redirect_uri_missing", "invalid_request", false },
        { "7", Good + "&redirect_uri=/cb", "redirect_uri_malformed", "invalid_request", false },
        { "7", Good + "&redirect_uri=app.example/cb", "redirect_uri_malformed", "invalid_request", false },
        { "7", Good + GoodUri + "%23", "redirect_uri_malformed", "invalid_request", false },
        { "7", Good + GoodUri + "%23x", "redirect_uri_malformed", "invalid_request", false },
        { "7", Good + GoodUri + "%0A", "redirect_uri_malformed", "invalid_request", false },
        { "7", Good + GoodUri + "%C3%A9", "redirect_uri_malformed", "invalid_request", false },
        { "7", Good + GoodUri + "%", "redirect_uri_malformed", "invalid_request", false },
        { "7", Good + GoodUri + "%ff", "redirect_uri_malformed", "invalid_request", false },
        { "8", Good + GoodUri + "/", "redirect_uri_mismatch", "invalid_request", false },
        { "8", Good + GoodUri + "%3Fa=b", "redirect_uri_mismatch", "invalid_request", false },
        { "8", Good + "&redirect_uri=https://APP.example/cb", "redirect_uri_mismatch", "invalid_request", false },
        { "8", Good + "&redirect_uri=https://app.example/CB", "redirect_uri_mismatch", "invalid_request", false },
        { "8", Good + "&redirect_uri=https://app.example:443/cb", "redirect_uri_mismatch", "invalid_request", false },
        { "8", Good + "&redirect_uri=https://app.example/c%2562", "redirect_uri_mismatch", "invalid_request", false },
        { "8", Good + "&redirect_uri=https://user@app.example/cb", "redirect_uri_mismatch", "invalid_request", false },
        { "9", Good + "&scope=orders-api", "parameter_repeated", "invalid_request", true },
        { "9", Good + "&response_type=code", "parameter_repeated", "invalid_request", true },
        { "9", Good + "&state=a&state=a", "parameter_repeated", "invalid_request", true },
        { "9", Good + "&code_challenge=", "parameter_repeated", "invalid_request", true },
        { "9", Good + "&code_challenge_method=S256", "parameter_repeated", "invalid_request", true },
        { "9a", Good + "&state=a%0Ab", "state_malformed", "invalid_request", true },
        { "9a", Good + "&state=%C3%A9", "state_malformed", "invalid_request", true },
        { "9a", Good + "&state=%zz", "state_malformed", "invalid_request", true },
        { "9a", Good + "&state=%f", "state_malformed", "invalid_request", true },
        { "9a", Good + "&state=%7F", "state_malformed", "invalid_request", true },
        { "9a", Good + "&state=" + new string('s', 2001), "state_malformed", "invalid_request", true },
        { "10", $"client_id=one-uri&scope=orders-api{Pkce}", "response_type_missing", "invalid_request", true },
        { "10", $"client_id=one-uri&response_type=&scope=orders-api{Pkce}", "response_type_missing", "invalid_request", true },
        { "11", "client_id=one-uri&response_type=CODE", "response_type_unsupported", "unsupported_response_type", true },
        { "11", "client_id=one-uri&response_type=code+code", "response_type_unsupported", "unsupported_response_type", true },
        { "11", "client_id=one-uri&response_type=code+", "response_type_unsupported", "unsupported_response_type", true },
        { "11", "client_id=one-uri&response_type=code%", "response_type_unsupported", "unsupported_response_type", true },
        { "12", "client_id=one-uri&response_type=token", "response_type_not_allowed", "unauthorized_client", true },
        { "12", "client_id=one-uri&response_type=id_token+code", "response_type_not_allowed", "unauthorized_client", true },
        { "12", "client_id=one-uri&response_type=none", "response_type_not_allowed", "unauthorized_client", true },
        { "12", "client_id=no-code-grant&response_type=code", "response_type_not_allowed", "unauthorized_client", true },
        { "12", "client_id=no-response-type&response_type=code", "response_type_not_allowed", "unauthorized_client", true },
        { "13", "client_id=one-uri&response_type=code", "scope_missing", "invalid_scope", true },
        { "13", "client_id=one-uri&response_type=code&scope=", "scope_missing", "invalid_scope", true },
        { "14", "client_id=one-uri&response_type=code&scope=a++b", "scope_malformed", "invalid_scope", true },
        { "14", "client_id=one-uri&response_type=code&scope=+a", "scope_malformed", "invalid_scope", true },
        { "14", "client_id=one-uri&response_type=code&scope=a%09b", "scope_malformed", "invalid_scope", true },
        { "14", "client_id=one-uri&response_type=code&scope=%22a%22", "scope_malformed", "invalid_scope", true },
        { "14", "client_id=one-uri&response_type=code&scope=a%5Cb", "scope_malformed", "invalid_scope", true },
        { "14", "client_id=one-uri&response_type=code&scope=orders-api%ff", "scope_malformed", "invalid_scope", true },
        { "15", "client_id=one-uri&response_type=code&scope=orders-api+admin+root+admin", "scope_not_allowed", "invalid_scope", true },
        { "15", "client_id=one-uri&response_type=code&scope=Orders-API", "scope_not_allowed", "invalid_scope", true },
        { "16", "client_id=one-uri&response_type=code&scope=orders-api", "code_challenge_missing", "invalid_request", true },
        { "16", "client_id=no-pkce&response_type=code&scope=orders-api&code_challenge_method=S256", "code_challenge_missing", "invalid_request", true },
        { "16", "client_id=public&response_type=code&scope=orders-api&redirect_uri=com.example.app:/cb", "code_challenge_missing", "invalid_request", true },
        { "17", "client_id=one-uri&response_type=code&scope=orders-api&code_challenge_method=S256&code_challenge=" + new string('a', 42), "code_challenge_malformed", "invalid_request", true },
        { "17", "client_id=one-uri&response_type=code&scope=orders-api&code_challenge_method=S256&code_challenge=" + new string('a', 129), "code_challenge_malformed", "invalid_request", true },
        { "17", "client_id=no-pkce&response_type=code&scope=orders-api&code_challenge_method=S256&code_challenge=%2B" + new string('a', 43), "code_challenge_malformed", "invalid_request", true },
        { "17", $"client_id=one-uri&response_type=code&scope=orders-api&code_challenge_method=S256&code_challenge={Challenge}%", "code_challenge_malformed", "invalid_request", true },
        { "18", $"client_id=one-uri&response_type=code&scope=orders-api&code_challenge_method=S256%&code_challenge={Challenge}", "code_challenge_method_unsupported", "invalid_request", true },
        { "18", $"client_id=one-uri&response_type=code&scope=orders-api&code_challenge={Challenge}", "code_challenge_method_unsupported", "invalid_request", true },
        { "18", $"client_id=one-uri&response_type=code&scope=orders-api&code_challenge_method=plain&code_challenge={Challenge}", "code_challenge_method_unsupported", "invalid_request", true },
        { "18", $"client_id=one-uri&response_type=code&scope=orders-api&code_challenge_method=s256&code_challenge={Challenge}", "code_challenge_method_unsupported", "invalid_request", true },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Each_row_of_the_table_refuses_with_its_reason(
        string row, string query, string reason, string error, bool redirectable)
    {
        var answer = await fixture.Lookup.ValidateAsync(query);

        Assert.Equal(
            (row, false, error, reason, redirectable),
            (row, answer.GetProperty("valid").GetBoolean(), answer.GetProperty("error").GetString(),
                answer.GetProperty("reason").GetString(), answer.GetProperty("redirectable").GetBoolean()));
        Assert.All(
            answer.GetProperty("error_description").GetString()!,
            c => Assert.True(c is >= ' ' and <= '~' and not '"' and not '\\'));
        Assert.Matches("^[a-z2-7]{10}$", answer.GetProperty("reference").GetString());
        Assert.Equal(redirectable, answer.TryGetProperty("redirect_uri", out _));
    }

    [Theory]
    [InlineData(Good, "https://app.example/cb")]
    [InlineData(Good + GoodUri, "https://app.example/cb")]
    [InlineData("?" + Good + "&utm=100%&%zz=1", "https://app.example/cb")]
    [InlineData($"client_id=two-uris&response_type=code&scope=catalogue-api+orders-api&redirect_uri=https://app.example/cb2{Pkce}", "https://app.example/cb2")]
    [InlineData($"client_id=public&response_type=code&scope=orders-api&redirect_uri=http://127.0.0.1:49152/cb{Pkce}", "http://127.0.0.1:49152/cb")]
    [InlineData($"client_id=public&response_type=code&scope=orders-api&redirect_uri=http://[::1]/cb{Pkce}", "http://[::1]/cb")]
    [InlineData("client_id=no-pkce&response_type=code&scope=orders-api", "https://app.example/cb")]
    public async Task A_good_request_may_go_on_to_its_redirect_uri(string query, string redirectUri)
    {
        var answer = await fixture.Lookup.ValidateAsync(query);

        Assert.True(answer.GetProperty("valid").GetBoolean(), answer.GetRawText());
        Assert.Equal(redirectUri, answer.GetProperty("redirect_uri").GetString());
        Assert.Equal("active", answer.GetProperty("client").GetProperty("status").GetString());
    }

    [Fact]
    public async Task State_is_returned_to_the_character_with_the_answer_and_with_a_redirectable_refusal()
    {
        var good = await fixture.Lookup.ValidateAsync(Good + "&state=%20a%2Bb%22%5C~+%3C");
        var refused = await fixture.Lookup.ValidateAsync("client_id=one-uri&response_type=token&state=%20a%2Bb%22%5C~+%3C");

        Assert.Equal(" a+b\"\\~ <", good.GetProperty("state").GetString());
        Assert.Equal(" a+b\"\\~ <", refused.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_longest_state_and_the_longest_challenge_are_good()
    {
        var (state, challenge) = (new string('s', 2000), new string('c', 128));
        var answer = await fixture.Lookup.ValidateAsync(
            "client_id=one-uri&response_type=code&scope=orders-api&code_challenge_method=S256"
            + $"&state={state}&code_challenge={challenge}");

        Assert.True(answer.GetProperty("valid").GetBoolean(), answer.GetRawText());
        Assert.Equal(state, answer.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(Good + "&state=a%0A")]
    [InlineData(Good + "&state=a&state=b")]
    [InlineData(Good + "&scope=x&state=a%0A")]
    [InlineData("client_id=suspended&state=a")]
    public async Task A_state_that_must_not_be_returned_is_not(string query) =>
        Assert.False((await fixture.Lookup.ValidateAsync(query)).TryGetProperty("state", out _));

    [Fact]
    public async Task Every_scope_that_was_not_granted_is_named_once()
    {
        var answer = await fixture.Lookup.ValidateAsync(
            "client_id=one-uri&response_type=code&scope=orders-api+admin+root+admin");

        Assert.Equal("Not granted to this client: admin root", answer.GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task A_json_object_is_judged_like_a_form()
    {
        var answer = await fixture.Lookup.PostAsync(
            "/api/v1/authorization-requests/validate",
            new StringContent(
                JsonSerializer.Serialize(new Dictionary<string, string>
                {
                    ["client_id"] = "one-uri", ["response_type"] = "code", ["scope"] = "orders-api", ["state"] = "s",
                    ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256", ["nonce"] = "ignored",
                }),
                Encoding.UTF8, "application/json"));

        Assert.True(answer.GetProperty("valid").GetBoolean());
        Assert.Equal("s", answer.GetProperty("state").GetString());
    }
}
