namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>Where the machine's Chromium is. The tests never download a browser themselves.</summary>
internal static class ChromiumProgram
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>CHROMIUM_PATH when it is set, else the first on the PATH.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says how to get one.</exception>
    internal static string Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? named
                : throw new InvalidOperationException($"CHROMIUM_PATH names {named}, which does not exist.");
        }

        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "No Chromium found: run tests/install-chromium.sh, or name one in CHROMIUM_PATH.");
    }
}
