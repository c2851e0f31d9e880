using System.Diagnostics;

namespace ClientRegistry.Testing;

/// <summary>What a run of the real executable came to.</summary>
/// <param name="ExitCode">0 done, 1 refused, 2 wrong usage.</param>
/// <param name="Output">Lines of standard output.</param>
/// <param name="Error">Lines of standard error.</param>
public sealed record ProcessResult(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Error);

/// <summary>Runs the real executable in a process of its own, with nothing of this one's environment but what is given.</summary>
public static class RegistryProcess
{
    /// <summary>Names a published <c>ClientRegistry.Web.dll</c> that is run in place of the one built with the tests.</summary>
    public const string ProgramVariable = "CLIENTREGISTRY_TEST_PROGRAM";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Program => Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } published
        ? published
        : Path.Combine(AppContext.BaseDirectory, "ClientRegistry.Web.dll");

    /// <summary>Settings with which it runs outside Development.</summary>
    /// <param name="dataDirectory">Where its files go.</param>
    public static Dictionary<string, string> Settings(string dataDirectory) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Data__Directory"] = dataDirectory,
        ["Portal__PublicUrl"] = "https://registry.example",
        ["Portal__SupportAddress"] = "support@registry.example",
        ["Mail__From"] = "registry@registry.example",
        ["Mail__Transport"] = "Folder",
        ["Urls"] = "http://127.0.0.1:0",
    };

    /// <summary>How it is started; the caller may start it and keep it.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="args">Its arguments.</param>
    public static ProcessStartInfo StartInfo(IReadOnlyDictionary<string, string> settings, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Program);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var (key, value) in settings) start.Environment[key] = value;
        return start;
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="args">Its arguments.</param>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static async Task<ProcessResult> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] args)
    {
        using var process = Process.Start(StartInfo(settings, args))!;
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ProcessResult(process.ExitCode, Lines(await output), Lines(await error));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', args)} did not end within {Patience}.");
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
