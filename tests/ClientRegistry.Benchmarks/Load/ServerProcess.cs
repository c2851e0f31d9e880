using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>A server in a process of its own, that says on standard output where it listens.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>What stands before the address.</summary>
    public const string Listening = "Now listening on:";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Processor time it has taken.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory, in MiB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="start">How; see <see cref="Command"/>.</param>
    /// <param name="ct">Stops the waiting.</param>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, CancellationToken ct)
    {
        var listens = new TaskCompletionSource<IPEndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null && Address().Match(line.Data) is { Success: true } match)
                listens.TrySetResult(IPEndPoint.Parse(match.Groups[1].Value));
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) Console.Error.WriteLine(line.Data);
        };
        process.Exited += (_, _) => listens.TrySetException(new IOException("The server ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process);
        try
        {
            server.EndPoint = await listens.Task.WaitAsync(StartsWithin, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A command of a .NET program, without what this process was told about environments.</summary>
    /// <param name="assembly">The program.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="args">Its arguments.</param>
    public static ProcessStartInfo Command(
        string assembly, IReadOnlyDictionary<string, string> settings, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(assembly);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in start.Environment.Keys.Where(IsAspNet).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return start;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsAspNet(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(Listening + @" http://([0-9.]+:[0-9]+)")]
    private static partial Regex Address();
}
