using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ClientRegistry.Testing;

/// <summary>The real executable, serving in a process of its own on a free port; killed with this.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly ProcessOutput _output;

    private RegistryServer(Process process, Uri address)
    {
        _process = process;
        _output = new ProcessOutput(process);
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it printed up to now.</summary>
    public IReadOnlyList<string> Output => _output.Lines;

    /// <summary>Its resident memory, in MiB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="settings">Environment variables; addresses are added.</param>
    /// <exception cref="TimeoutException">It did not get that far.</exception>
    public static Task<RegistryServer> StartAsync(IReadOnlyDictionary<string, string> settings) =>
        StartAsync(settings, line => line.Contains("Now listening on", StringComparison.Ordinal));

    /// <summary>Starts it and waits until it prints a certain line.</summary>
    /// <param name="settings">Environment variables; addresses are added.</param>
    /// <param name="isReady">Tells the line.</param>
    /// <exception cref="TimeoutException">It did not get that far.</exception>
    public static async Task<RegistryServer> StartAsync(
        IReadOnlyDictionary<string, string> settings, Func<string, bool> isReady)
    {
        var server = Begin(settings);
        try
        {
            await server._output.WaitForAsync(isReady, Patience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and waits for nothing.</summary>
    /// <param name="settings">Environment variables; addresses are added.</param>
    public static RegistryServer Begin(IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var own = new Dictionary<string, string>(settings)
        {
            ["Urls"] = address.ToString(), ["Portal__PublicUrl"] = address.ToString(),
        };
        return new RegistryServer(Process.Start(RegistryProcess.StartInfo(own))!, address);
    }

    /// <summary>Ends it as a crash does (SIGKILL): it gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM), and waits until it has.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">As in <c>STOP</c> and <c>CONT</c>.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0) throw new InvalidOperationException($"The registry could not be sent {name}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
