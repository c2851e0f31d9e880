namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>A registry and an authorization server that asks it over HTTP.</summary>
public sealed class RegistryAndServer : IAsyncLifetime
{
    /// <summary>The registry.</summary>
    public RunningRegistry Registry { get; private set; } = null!;

    /// <summary>The authorization server.</summary>
    public AuthorizationServer Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Registry = await RunningRegistry.StartNewAsync();
        Server = await AuthorizationServer.StartAsync(o =>
        {
            o.BaseAddress = Registry.Address;
            o.LookupKey = Registry.LookupKey;
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Registry.DisposeAsync();
    }

    internal OAuthClient ClientOf(MailedCredentials credentials) => new(Server.Address, credentials);
}
