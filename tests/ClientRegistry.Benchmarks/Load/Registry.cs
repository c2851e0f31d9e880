using System.Diagnostics;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>The published registry with a database of its own, in a directory that goes with it.</summary>
/// <param name="application">Where it was published.</param>
/// <param name="directory">Where its files go.</param>
internal sealed class Registry(string application, string directory)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    /// <summary>Whether a run before this one filled its database to the end.</summary>
    public bool IsFilled => File.Exists(FilledMark);

    private string FilledMark => Path.Combine(directory, "filled");

    private string Assembly => Path.Combine(application, "ClientRegistry.Web.dll");

    private Dictionary<string, string> Settings => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Data__Directory"] = directory,
        ["Portal__PublicUrl"] = "https://registry.example",
        ["Portal__SupportAddress"] = "support@registry.example",
        ["Mail__From"] = "registry@registry.example",
        ["Mail__Transport"] = "Folder",
        ["Urls"] = "http://127.0.0.1:0",
    };

    /// <summary>Publishes the checkout.</summary>
    /// <param name="to">Where.</param>
    /// <param name="ct">Stops it.</param>
    public static Task PublishAsync(string to, CancellationToken ct)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ClientRegistry.sln"))) root = root.Parent;
        if (root is null) throw new IOException("There is no checkout around this program: name a published registry with --app.");
        var project = Path.Combine(root.FullName, "src", "ClientRegistry.Web");
        return RunAsync(
            ServerProcess.Command("publish", new Dictionary<string, string>(), project, "-c", "Release", "-o", to, "-v", "quiet"), ct);
    }

    /// <summary>Its database is filled to the end.</summary>
    public void MarkFilled() => File.WriteAllText(FilledMark, "");

    /// <summary>Runs one of its commands.</summary>
    /// <param name="ct">Stops it.</param>
    /// <param name="args">The command.</param>
    /// <returns>The last line of standard output, and the most memory it took, in MiB.</returns>
    public Task<(string Last, double Memory)> CommandAsync(CancellationToken ct, params string[] args) =>
        RunAsync(ServerProcess.Command(Assembly, Settings, args), ct);

    /// <summary>Serves.</summary>
    /// <param name="ct">Stops the waiting.</param>
    public Task<ServerProcess> ServeAsync(CancellationToken ct) =>
        ServerProcess.StartAsync(ServerProcess.Command(Assembly, Settings), ct);

    private static async Task<(string Last, double Memory)> RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        long most = 0;
        try
        {
            var ended = process.WaitForExitAsync(limit.Token);
            while (await Task.WhenAny(ended, Task.Delay(200, limit.Token)) != ended)
            {
                process.Refresh();
                most = Math.Max(most, process.HasExited ? 0 : process.WorkingSet64);
            }

            await ended;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (process.ExitCode != 0)
            throw new IOException($"{string.Join(' ', start.ArgumentList)} failed: {await error}{string.Join('\n', lines)}");
        return (lines.LastOrDefault() ?? "", most / 1024.0 / 1024.0);
    }
}
