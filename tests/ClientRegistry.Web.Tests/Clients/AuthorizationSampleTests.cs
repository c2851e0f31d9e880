using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration;
using ClientRegistry.Web.Components.Clients;

namespace ClientRegistry.Web.Tests.Clients;

/// <summary>The requests that the "use it" panel shows.</summary>
public sealed class AuthorizationSampleTests
{
    private static readonly AuthorizationEndpoints Endpoints = new()
    {
        AuthorizationEndpoint = new Uri("https://login.example/authorize?tenant=1"),
        TokenEndpoint = new Uri("https://login.example/token"),
    };

    private static readonly ClientMetadata Metadata = new()
    {
        RedirectUris = ["https://app.example/cb?a=1&b='x'"], Scopes = ["orders-api", "profile"],
    };

    [Fact]
    public void The_authorization_url_brings_back_what_is_registered_and_a_matching_pkce_pair()
    {
        var sample = new AuthorizationSample("cr-p-1", Metadata, Endpoints);

        var query = HttpUtility.ParseQueryString(new Uri(sample.AuthorizationUrl).Query);

        Assert.Equal("1", query["tenant"]);
        Assert.Equal(("code", "cr-p-1"), (query["response_type"], query["client_id"]));
        Assert.Equal(Metadata.RedirectUris[0], query["redirect_uri"]);
        Assert.Equal("orders-api profile", query["scope"]);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal(
            Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(sample.CodeVerifier))), query["code_challenge"]);
        Assert.InRange(sample.CodeVerifier.Length, 43, 128);
    }

    [Fact]
    public void A_scope_that_is_not_asked_for_is_not_in_the_url()
    {
        var sample = new AuthorizationSample("cr-p-1", Metadata, Endpoints);

        sample.Scopes.Remove("orders-api");

        Assert.Equal("profile", HttpUtility.ParseQueryString(new Uri(sample.AuthorizationUrl).Query)["scope"]);
    }

    [Theory]
    [InlineData(TokenEndpointAuthMethods.ClientSecretBasic, "--user 'cr-p-1':\"$CLIENT_SECRET\"")]
    [InlineData(TokenEndpointAuthMethods.ClientSecretPost, "--data-urlencode \"client_secret=$CLIENT_SECRET\"")]
    [InlineData(TokenEndpointAuthMethods.None, "--data-urlencode 'client_id=cr-p-1'")]
    public void The_token_request_authenticates_as_registered(string method, string expected)
    {
        var sample = new AuthorizationSample("cr-p-1", Metadata with { TokenEndpointAuthMethod = method }, Endpoints);

        Assert.Contains(expected, sample.TokenRequest, StringComparison.Ordinal);
        Assert.Equal(
            method == TokenEndpointAuthMethods.None, !sample.TokenRequest.Contains("SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public void A_quote_in_a_redirect_uri_stays_inside_its_argument()
    {
        var sample = new AuthorizationSample("cr-p-1", Metadata, Endpoints);

        Assert.Contains(@"'redirect_uri=https://app.example/cb?a=1&b='\''x'\'''", sample.TokenRequest, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_configured_addresses_nothing_pretends_to_be_one()
    {
        var sample = new AuthorizationSample("cr-p-1", Metadata, new AuthorizationEndpoints());

        Assert.False(sample.IsComplete);
        Assert.StartsWith(AuthorizationSample.UnknownServer, sample.AuthorizationUrl, StringComparison.Ordinal);
    }
}
