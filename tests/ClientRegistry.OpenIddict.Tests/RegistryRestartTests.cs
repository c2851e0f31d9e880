using System.Net;
using ClientRegistry.Core.Clients;
using ClientRegistry.OpenIddict.Tests.Servers;
using ClientRegistry.Testing;
using OpenIddict.Abstractions;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class RegistryRestartTests(RegistryAndServer both) : IClassFixture<RegistryAndServer>
{
    [Fact]
    public async Task A_restart_of_the_registry_harms_nobody_who_was_known()
    {
        var credentials = await both.Registry.IssueClientAsync();
        var stranger = await both.Registry.IssueClientAsync();
        using var client = both.ClientOf(credentials);
        using var newcomer = both.ClientOf(stranger);
        var tokens = await client.ExchangeAsync(await client.GetCodeAsync());
        var code = await client.GetCodeAsync();

        await both.Registry.StopAsync();

        var exchanged = await client.ExchangeAsync(code);
        var renewed = await client.RefreshAsync(tokens.RefreshToken!);
        var again = await client.AuthorizeAsync();
        Assert.Equal((null, null), (exchanged.Error, renewed.Error));
        Assert.Equal((false, false), (exchanged.IsError, renewed.IsError));
        Assert.NotNull(again.Response?.Code);

        // A secret that was never seen is neither right nor wrong now, and a client that was never seen is not unknown.
        var refused = await client.RefreshAsync(renewed.RefreshToken!, credentials.ClientSecret + "x");
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, OpenIddictConstants.Errors.TemporarilyUnavailable),
            (refused.HttpStatusCode, refused.TryGet("error")));
        Assert.NotNull(refused.HttpResponse!.Headers.RetryAfter);
        var unknown = await newcomer.AuthorizeAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (unknown.Status, unknown.Location));
        Assert.NotNull(unknown.RetryAfter);
        Assert.Contains(OpenIddictConstants.Errors.TemporarilyUnavailable, unknown.Body, StringComparison.Ordinal);

        both.Registry.Start();

        await Eventually.IsTrueAsync(async () => (await newcomer.AuthorizeAsync()).Response?.Code is not null);
        Assert.False((await client.ExchangeAsync(again.Response.Code)).IsError);
        await both.Registry.ChangeStatusAsync(credentials.ClientId, ClientStatus.Suspended);
        var authorizedFor = await Eventually.IsTrueAsync(async () => (await client.AuthorizeAsync()).Location is null);
        Assert.InRange(authorizedFor, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
