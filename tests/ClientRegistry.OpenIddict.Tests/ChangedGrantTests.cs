using System.Net;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.OpenIddict.Tests.Servers;
using ClientRegistry.Testing;
using OpenIddict.Abstractions;

namespace ClientRegistry.OpenIddict.Tests;

/// <summary>Clients that change between authorization and token, or while their user signs in.</summary>
public sealed class ChangedGrantTests(RegistryAndServer both) : IClassFixture<RegistryAndServer>
{
    private const string BothScopes = "orders-api catalogue-api offline_access";

    [Fact]
    public async Task A_scope_that_was_withdrawn_is_in_no_token_any_more()
    {
        var credentials = await IssueWithBothScopesAsync();
        using var client = both.ClientOf(credentials);
        var tokens = await client.ExchangeAsync(await CodeAsync(client));
        var code = await CodeAsync(client);

        await both.Registry.GrantAsync(credentials.ClientId, "orders-api");
        await Eventually.IsTrueAsync(async () => (await client.AuthorizeAsync(BothScopes)).Response?.Error is not null);

        Assert.Equal("orders-api offline_access", (await client.ExchangeAsync(code)).Scope);
        Assert.Equal("orders-api offline_access", (await client.RefreshAsync(tokens.RefreshToken!)).Scope);
    }

    [Fact]
    public async Task A_refresh_for_a_scope_beyond_the_grant_is_an_invalid_scope()
    {
        var credentials = await IssueWithBothScopesAsync();
        using var client = both.ClientOf(credentials);
        var tokens = await client.ExchangeAsync(await CodeAsync(client));
        await both.Registry.GrantAsync(credentials.ClientId, "orders-api");
        await Eventually.IsTrueAsync(async () => (await client.AuthorizeAsync(BothScopes)).Response?.Error is not null);

        var refused = await client.RefreshAsync(tokens.RefreshToken!, scope: "catalogue-api");

        Assert.Equal(OAuthErrors.InvalidScope, refused.Error);
        Assert.Contains("catalogue-api", refused.ErrorDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_which_no_scope_is_left_is_no_grant()
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);
        var tokens = await client.ExchangeAsync(await client.GetCodeAsync());
        await both.Registry.GrantAsync(credentials.ClientId, "catalogue-api");
        await Eventually.IsTrueAsync(async () => (await client.AuthorizeAsync()).Response?.Error is not null);

        Assert.Equal(OpenIddictConstants.Errors.InvalidGrant, (await client.RefreshAsync(tokens.RefreshToken!)).Error);
    }

    [Fact]
    public async Task A_client_that_is_suspended_while_its_user_signs_in_gets_no_code()
    {
        var outcome = await AuthorizeWhileAsync(
            clientId => both.Registry.ChangeStatusAsync(clientId, ClientStatus.Suspended),
            hasChanged: outcome => outcome.Location is null);

        Assert.Equal((HttpStatusCode.BadRequest, null), (outcome.Status, outcome.Location));
        Assert.Contains(OAuthErrors.UnauthorizedClient, outcome.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_loses_its_scopes_while_its_user_signs_in_hears_of_an_invalid_scope()
    {
        var outcome = await AuthorizeWhileAsync(
            clientId => both.Registry.GrantAsync(clientId, "catalogue-api"),
            hasChanged: outcome => outcome.Response?.Error is not null);

        Assert.Equal((OAuthErrors.InvalidScope, null), (outcome.Response?.Error, outcome.Response?.Code));
    }

    // The user signs in until another request of the same client sees the change.
    private async Task<AuthorizationOutcome> AuthorizeWhileAsync(
        Func<string, Task> change, Func<AuthorizationOutcome, bool> hasChanged)
    {
        var credentials = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);
        using var watcher = both.ClientOf(credentials);
        await client.GetCodeAsync();
        both.Server.WhileSigningIn = async () =>
        {
            both.Server.WhileSigningIn = () => Task.CompletedTask;
            await change(credentials.ClientId);
            await Eventually.IsTrueAsync(async () => hasChanged(await watcher.AuthorizeAsync()));
        };
        return await client.AuthorizeAsync();
    }

    private Task<MailedCredentials> IssueWithBothScopesAsync() =>
        both.Registry.IssueClientAsync(form => form.Scopes = ["orders-api", "catalogue-api"]);

    private static async Task<string> CodeAsync(OAuthClient client) =>
        (await client.AuthorizeAsync(BothScopes)).Response!.Code!;
}
