using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ClientRegistry.Testing;

/// <summary>The real executable, serving in a process of its own on a free port; killed with this.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;

    private RegistryServer(Process process, Uri address, IReadOnlyList<string> output)
    {
        _process = process;
        Address = address;
        Output = output;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it printed until it was ready.</summary>
    public IReadOnlyList<string> Output { get; }

    /// <summary>Starts it and waits until it prints a certain line.</summary>
    /// <param name="settings">Environment variables; addresses are added.</param>
    /// <param name="isReady">Tells the line.</param>
    /// <exception cref="TimeoutException">It did not get that far.</exception>
    public static async Task<RegistryServer> StartAsync(
        IReadOnlyDictionary<string, string> settings, Func<string, bool> isReady)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var lines = Channel.CreateUnbounded<string?>();
        var process = new Process
        {
            StartInfo = RegistryProcess.StartInfo(
                new Dictionary<string, string>(settings) { ["Urls"] = address.ToString(), ["Portal__PublicUrl"] = address.ToString() }),
        };
        process.OutputDataReceived += (_, line) => lines.Writer.TryWrite(line.Data);
        process.ErrorDataReceived += (_, line) => lines.Writer.TryWrite(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new RegistryServer(process, address, await ReadAsync(lines.Reader, isReady));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<List<string>> ReadAsync(ChannelReader<string?> lines, Func<string, bool> isReady)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var output = new List<string>();
        try
        {
            while (await lines.ReadAsync(timeout.Token) is { } line)
            {
                output.Add(line);
                if (isReady(line)) return output;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with all that it printed.
        }

        throw new TimeoutException($"The registry did not start. It printed:\n{string.Join('\n', output)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
