using System.Net;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.OpenIddict.Tests.Servers;
using ClientRegistry.Testing;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class CodeFlowTests(RegistryAndServer both) : IClassFixture<RegistryAndServer>
{
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Credentials_out_of_the_mail_go_through_code_token_and_refresh()
    {
        using var client = both.ClientOf(await both.Registry.IssueClientAsync());

        var tokens = await client.ExchangeAsync(await client.GetCodeAsync());
        Assert.False(tokens.IsError, tokens.ErrorDescription);
        Assert.NotNull(tokens.AccessToken);

        var renewed = await client.RefreshAsync(tokens.RefreshToken!);
        Assert.False(renewed.IsError, renewed.ErrorDescription);
        Assert.NotEqual(tokens.AccessToken, renewed.AccessToken);
    }

    [Fact]
    public async Task A_client_that_sends_its_secret_in_the_body_is_known_too()
    {
        using var client = both.ClientOf(await both.Registry.IssueClientAsync(
            form => form.TokenEndpointAuthMethod = TokenEndpointAuthMethods.ClientSecretPost));

        var tokens = await client.ExchangeAsync(await client.GetCodeAsync());

        Assert.False(tokens.IsError, tokens.ErrorDescription);
    }

    [Fact]
    public async Task A_public_native_client_needs_no_secret_and_chooses_its_loopback_port()
    {
        var credentials = await both.Registry.IssueClientAsync(form =>
        {
            form.ApplicationType = ApplicationType.Native;
            form.TokenEndpointAuthMethod = TokenEndpointAuthMethods.None;
            form.RedirectUris = ["http://127.0.0.1/callback"];
        });
        using var client = both.ClientOf(credentials with { ClientSecret = null });

        const string chosen = "http://127.0.0.1:49152/callback";
        var tokens = await client.ExchangeAsync(await client.GetCodeAsync(chosen), redirectUri: chosen);

        Assert.False(tokens.IsError, tokens.ErrorDescription);
    }

    [Theory]
    [InlineData("https://app.northwind.example/callback/")]
    [InlineData("https://app.northwind.example/callback?next=1")]
    [InlineData("https://APP.northwind.example/callback")]
    [InlineData("http://app.northwind.example/callback")]
    [InlineData("https://evil.example/callback")]
    public async Task A_wrong_redirect_uri_never_redirects(string wrong)
    {
        using var client = both.ClientOf(await both.Registry.IssueClientAsync());

        var outcome = await client.AuthorizeAsync(redirectUri: wrong);

        Assert.Equal((HttpStatusCode.BadRequest, null), (outcome.Status, outcome.Location));
    }

    [Fact]
    public async Task A_scope_beyond_the_grant_redirects_invalid_scope()
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);

        var outcome = await client.AuthorizeAsync(scope: "orders-api catalogue-api");

        Assert.StartsWith(credentials.RedirectUri, outcome.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal((OAuthErrors.InvalidScope, OAuthClient.State), (outcome.Response!.Error, outcome.Response.State));
        Assert.Contains("catalogue-api", outcome.Response.ErrorDescription, StringComparison.Ordinal);
        Assert.DoesNotContain("orders-api", outcome.Response.ErrorDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_PKCE_is_refused()
    {
        using var client = both.ClientOf(await both.Registry.IssueClientAsync());

        var outcome = await client.AuthorizeAsync(withChallenge: false);

        Assert.Equal(OAuthErrors.InvalidRequest, outcome.Response!.Error);
    }

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_client_are_invalid_client()
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);
        using var stranger = both.ClientOf(credentials with { ClientId = "nobody" });

        var wrong = await client.ExchangeAsync(await client.GetCodeAsync(), credentials.ClientSecret + "x");
        var unknown = await stranger.ExchangeAsync(await client.GetCodeAsync());

        Assert.Equal(OAuthErrors.InvalidClient, wrong.TryGet("error"));
        Assert.Equal(OAuthErrors.InvalidClient, unknown.TryGet("error"));
        Assert.Null((await stranger.AuthorizeAsync()).Location);
    }

    [Fact]
    public async Task Suspension_stops_authorize_code_exchange_and_refresh_within_two_seconds()
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);
        var code = await client.GetCodeAsync();
        var tokens = await client.ExchangeAsync(await client.GetCodeAsync());

        await both.Registry.ChangeStatusAsync(credentials.ClientId, ClientStatus.Suspended);
        var authorizedFor = await Eventually.IsTrueAsync(async () => (await client.AuthorizeAsync()).Location is null);
        Assert.InRange(authorizedFor, TimeSpan.Zero, TwoSeconds);
        var exchanged = await client.ExchangeAsync(code);
        var renewed = await client.RefreshAsync(tokens.RefreshToken!);
        Assert.Equal(
            (OAuthErrors.InvalidClient, OAuthErrors.InvalidClient),
            (exchanged.TryGet("error"), renewed.TryGet("error")));

        await both.Registry.ChangeStatusAsync(credentials.ClientId, ClientStatus.Active);
        var refusedFor = await Eventually.IsTrueAsync(async () => (await client.AuthorizeAsync()).Response?.Code is not null);
        Assert.InRange(refusedFor, TimeSpan.Zero, TwoSeconds);
        Assert.False((await client.RefreshAsync(tokens.RefreshToken!)).IsError);
    }

    [Fact]
    public async Task Both_secrets_work_while_a_client_has_two()
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);
        var second = await both.Registry.AddSecretAsync(credentials.ClientId);

        var first = await client.ExchangeAsync(await client.GetCodeAsync());
        var other = await client.ExchangeAsync(await client.GetCodeAsync(), second);
        var renewed = await client.RefreshAsync(first.RefreshToken!, second);

        Assert.Equal((false, false, false), (first.IsError, other.IsError, renewed.IsError));
    }
}
