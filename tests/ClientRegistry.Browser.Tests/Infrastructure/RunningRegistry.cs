using ClientRegistry.Testing;

namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>
/// The program as a developer starts it: demonstration data, mail kept in a folder.
/// </summary>
public sealed class RunningRegistry : IAsyncDisposable
{
    private readonly RegistryServer _server;
    private readonly string _directory;

    private RunningRegistry(RegistryServer server, string directory) => (_server, _directory) = (server, directory);

    /// <summary>Where it listens.</summary>
    public Uri Address => _server.Address;

    /// <summary>What it printed until it listened: sign-ins and lookup keys among it.</summary>
    public IReadOnlyList<string> Notice => _server.Output;

    /// <summary>Starts it and waits until it says how to sign in.</summary>
    public static async Task<RunningRegistry> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("clientregistry-browser-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Data__Directory"] = directory,
        };
        var server = await RegistryServer.StartAsync(
            settings, line => line.TrimStart().StartsWith("production", StringComparison.Ordinal));
        return new RunningRegistry(server, directory);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
