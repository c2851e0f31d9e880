using System.Net;
using ClientRegistry.Core.Protocol;
using ClientRegistry.OpenIddict.Tests.Servers;

namespace ClientRegistry.OpenIddict.Tests;

/// <summary>Where the answer to a faulty request goes (RFC 6749 sections 3.1, 3.2 and 4.1.2.1).</summary>
public sealed class FaultyRequestTests(RegistryAndServer both) : IClassFixture<RegistryAndServer>
{
    private const string Rest =
        "&response_type=code&scope=orders-api&state=s&code_challenge={challenge}&code_challenge_method=S256";

    [Theory]
    [InlineData("client_id={client_id}&redirect_uri={redirect_uri}&redirect_uri={redirect_uri}" + Rest)]
    [InlineData("client_id={client_id}&redirect_uri={redirect_uri}&redirect_uri=https%3A%2F%2Fevil.example" + Rest)]
    [InlineData("client_id={client_id}&client_id={client_id}&redirect_uri={redirect_uri}" + Rest)]
    public async Task Client_or_redirect_uri_twice_never_redirects(string query)
    {
        using var client = both.ClientOf(await both.Registry.IssueClientAsync());

        var outcome = await client.AuthorizeByAsync(query);

        Assert.Equal((HttpStatusCode.BadRequest, null), (outcome.Status, outcome.Location));
    }

    [Theory]
    [InlineData("&scope=orders-api")]
    [InlineData("&state=t")]
    [InlineData("&response_type=code")]
    [InlineData("&code_challenge=abc")]
    public async Task Another_parameter_twice_is_an_invalid_request_and_the_client_hears_of_it(string second)
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);

        var outcome = await client.AuthorizeByAsync("client_id={client_id}&redirect_uri={redirect_uri}" + Rest + second);

        Assert.StartsWith(credentials.RedirectUri, outcome.Location?.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(OAuthErrors.InvalidRequest, outcome.Response!.Error);
        Assert.Null(outcome.Response.Code);
    }

    [Theory]
    [InlineData("scope=orders-api&state=s")]
    [InlineData("scope=orders-api&state=s&response_type=code&response_mode=pigeon")]
    [InlineData("scope=orders-api&state=s&response_type=pigeon")]
    [InlineData("scope=orders-api&state=s&response_type=code")]
    public async Task What_is_missing_or_not_known_is_told_to_the_client_with_its_state(string query)
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);

        var outcome = await client.AuthorizeByAsync("client_id={client_id}&redirect_uri={redirect_uri}&" + query);

        Assert.StartsWith(credentials.RedirectUri + "?", outcome.Location?.AbsoluteUri, StringComparison.Ordinal);
        Assert.NotNull(outcome.Response!.Error);
        Assert.Equal("s", outcome.Response.State);
    }

    [Fact]
    public async Task A_redirect_uri_without_a_value_counts_as_not_sent()
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);

        var good = await client.AuthorizeByAsync("client_id={client_id}&redirect_uri=" + Rest);
        var refused = await client.AuthorizeByAsync(
            "client_id={client_id}&redirect_uri=" + Rest.Replace("orders-api", "catalogue-api", StringComparison.Ordinal));

        Assert.StartsWith(credentials.RedirectUri, good.Location?.AbsoluteUri, StringComparison.Ordinal);
        Assert.NotNull(good.Response!.Code);
        Assert.StartsWith(credentials.RedirectUri, refused.Location?.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(OAuthErrors.InvalidScope, refused.Response!.Error);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("par")]
    public async Task A_parameter_twice_is_an_invalid_request_at_the_other_endpoints_too(string endpoint)
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);

        using var response = await client.PostAsync(
            endpoint,
            new("client_id", credentials.ClientId),
            new("client_secret", credentials.ClientSecret!),
            new("grant_type", "authorization_code"),
            new("response_type", "code"),
            new("redirect_uri", credentials.RedirectUri),
            new("scope", "orders-api"),
            new("scope", "orders-api"),
            new("code", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\"{OAuthErrors.InvalidRequest}\"", body, StringComparison.Ordinal);
        Assert.Contains("more than once", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pushed_scope_beyond_the_grant_is_an_invalid_scope()
    {
        var credentials = await both.Registry.IssueClientAsync(
            form => form.TokenEndpointAuthMethod = TokenEndpointAuthMethods.ClientSecretPost);
        using var client = both.ClientOf(credentials);

        using var response = await client.PostAsync(
            "par",
            new("client_id", credentials.ClientId),
            new("client_secret", credentials.ClientSecret!),
            new("response_type", "code"),
            new("redirect_uri", credentials.RedirectUri),
            new("scope", "catalogue-api"),
            new("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            new("code_challenge_method", "S256"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            $"\"{OAuthErrors.InvalidScope}\"",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }
}
