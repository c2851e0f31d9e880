using ClientRegistry.OpenIddict.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ClientRegistry.OpenIddict.Tests;

public sealed class WiringTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_without_a_key_is_refused_and_the_option_named()
    {
        using var host = Build(core => core.AddClientRegistry(o => o.BaseAddress = new Uri("https://registry.example")));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Equal("ClientRegistryOptions.LookupKey is missing.", refused.Message);
    }

    [Fact]
    public async Task A_start_is_refused_when_another_store_took_the_place()
    {
        using var host = Build(core => core
            .AddClientRegistry(o => (o.BaseAddress, o.LookupKey) = (new Uri("https://registry.example"), "key"))
            .UseEntityFrameworkCore(ef => ef.UseDbContext<DbContext>()));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Stop));

        Assert.Contains("after UseEntityFrameworkCore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_may_do_what_is_registered_and_nothing_more()
    {
        using var registry = new ScriptedRegistry();
        var client = (await registry.FindAsync())!;

        Assert.Equal(
            [
                Permissions.Endpoints.Authorization, Permissions.Endpoints.PushedAuthorization, Permissions.Endpoints.Token,
                Permissions.Endpoints.Revocation, Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, "scp:orders-api",
            ],
            await registry.Applications.GetPermissionsAsync(client, Stop));
        Assert.Equal(
            [Requirements.Features.ProofKeyForCodeExchange], await registry.Applications.GetRequirementsAsync(client, Stop));
        Assert.True(await registry.Applications.HasClientTypeAsync(client, ClientTypes.Confidential, Stop));
        Assert.Equal("Order desk", await registry.Applications.GetDisplayNameAsync(client, Stop));
    }

    [Fact]
    public async Task Creating_changing_and_listing_applications_is_refused_with_what_to_do_instead()
    {
        using var registry = new ScriptedRegistry();
        var applications = registry.Applications;
        var client = (await registry.FindAsync())!;
        var descriptor = new OpenIddictApplicationDescriptor { ClientId = "x" };

        await IsRefusedAsync(async () => await applications.CreateAsync(descriptor, Stop));
        await IsRefusedAsync(async () => await applications.UpdateAsync(client, Stop));
        await IsRefusedAsync(async () => await applications.UpdateAsync(client, descriptor, Stop));
        await IsRefusedAsync(async () => await applications.DeleteAsync(client, Stop));
        await IsRefusedAsync(async () => await applications.CountAsync(Stop));
        Assert.Throws<NotSupportedException>(() => applications.ListAsync(1, 0, Stop));
    }

    private static async Task IsRefusedAsync(Func<Task> act) => Assert.Contains(
        "portal", (await Assert.ThrowsAsync<NotSupportedException>(act)).Message, StringComparison.Ordinal);

    private static IHost Build(Action<OpenIddictCoreBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddDbContext<DbContext>(db => db.UseSqlite("Data Source=:memory:").UseOpenIddict());
        builder.Services.AddOpenIddict().AddCore(configure);
        return builder.Build();
    }
}
