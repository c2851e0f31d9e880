using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ClientRegistry.Testing;

namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>
/// The program in a process of its own, started as a developer starts it: demonstration data, mail kept in a folder.
/// </summary>
public sealed class RunningRegistry : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly string _directory;

    private RunningRegistry(Process process, string directory, Uri address, IReadOnlyList<string> notice)
    {
        _process = process;
        _directory = directory;
        Address = address;
        Notice = notice;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it printed until it listened: sign-ins and lookup keys among it.</summary>
    public IReadOnlyList<string> Notice { get; }

    /// <summary>Starts it and waits until it says how to sign in.</summary>
    /// <exception cref="TimeoutException">It did not get that far.</exception>
    public static async Task<RunningRegistry> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("clientregistry-browser-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["Data__Directory"] = directory,
            ["Portal__PublicUrl"] = address.ToString(),
            ["ASPNETCORE_URLS"] = address.ToString(),
        };
        var lines = Channel.CreateUnbounded<string?>();
        var process = new Process { StartInfo = RegistryProcess.StartInfo(settings) };
        process.OutputDataReceived += (_, line) => lines.Writer.TryWrite(line.Data);
        process.ErrorDataReceived += (_, line) => lines.Writer.TryWrite(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new RunningRegistry(process, directory, address, await ReadNoticeAsync(lines.Reader));
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
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<List<string>> ReadNoticeAsync(ChannelReader<string?> lines)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var notice = new List<string>();
        try
        {
            while (await lines.ReadAsync(timeout.Token) is { } line)
            {
                notice.Add(line);
                if (line.TrimStart().StartsWith("production", StringComparison.Ordinal)) return notice;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with all that it printed.
        }

        throw new TimeoutException($"The registry did not start. It printed:\n{string.Join('\n', notice)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
