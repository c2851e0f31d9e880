using System.Diagnostics;
using System.Globalization;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>The load benchmark from its first step to its last line.</summary>
internal static class LoadBenchmark
{
    private const int MostCached = 100_000;
    private const int ColdReads = 500;

    /// <summary>Runs it.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task RunAsync(LoadSettings settings, CancellationToken ct)
    {
        var directory = Directory.CreateTempSubdirectory("client-registry-benchmark-");
        try
        {
            await RunAsync(settings, directory.FullName, ct);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(LoadSettings settings, string directory, CancellationToken ct)
    {
        Say($"{settings.Clients:N0} clients, {settings.Connections} connections, {Environment.ProcessorCount} processors shared "
            + "by both servers and the driver.");
        var application = settings.Application ?? Path.Combine(directory, "app");
        if (settings.Application is null) await Registry.PublishAsync(application, ct);
        var data = settings.Data is null
            ? Path.Combine(directory, "data")
            : Path.Combine(Path.GetFullPath(settings.Data), settings.Clients.ToString(CultureInfo.InvariantCulture));
        var registry = new Registry(application, data);
        if (registry.IsFilled) Say($"no import: {data} is filled");
        else await FillAsync(registry, settings, directory, ct);
        var name = $"benchmark {Guid.CreateVersion7()}";
        var key = (await registry.CommandAsync(ct, "lookup-keys", "add", name, "--environment", "production")).Last;

        await using (var server = await registry.ServeAsync(ct)) await ReadColdAsync(server, settings, key);

        var comparison = new Comparison(settings, key, Directory.CreateDirectory(Path.Combine(directory, "answers")).FullName);
        for (var start = 0; start < Comparison.Starts; start++)
        {
            await using var server = await registry.ServeAsync(ct);
            await comparison.DriveAsync(server, ct);
        }

        comparison.Report();
        await using (var server = await registry.ServeAsync(ct)) await WeighAsync(server, settings, key);
    }

    private static async Task FillAsync(Registry registry, LoadSettings settings, string directory, CancellationToken ct)
    {
        var file = Path.Combine(directory, "clients.jsonl");
        GeneratedClient.WriteFile(file, settings.Clients);
        var started = Stopwatch.GetTimestamp();
        var (_, memory) = await registry.CommandAsync(
            ct, "clients", "import", file, "--environment", "production", "--add-scopes");
        Say($"import: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, at most {memory:F0} MiB");
        File.Delete(file);
        registry.MarkFilled();
    }

    private static async Task ReadColdAsync(ServerProcess server, LoadSettings settings, string key)
    {
        // The first reads of a process pay for its start; these clients are asked for by nothing else here.
        var reads = Math.Min(ColdReads, settings.Clients / 4);
        await Driver.RunAsync(
            server, Question.Read, n => Question.Read.Write(settings.Clients - 1 - n, key), 1, Driver.LongestPass, reads);
        var cold = Measured.Together([await Driver.RunAsync(
            server, Question.Read, n => Question.Read.Write(settings.Clients - 1 - reads - n, key), 1, Driver.LongestPass, reads)]);
        cold.Check();
        Say($"cold read: p50 {cold.MillisecondsWithin(0.5)}, p99 {cold.MillisecondsWithin(0.99)} ms "
            + $"({reads} clients never asked for, one caller)");
    }

    private static async Task WeighAsync(ServerProcess server, LoadSettings settings, string key)
    {
        Say($"memory: {server.Memory:F0} MiB after the start");
        var cached = Math.Min(MostCached, settings.Clients);
        var held = await Driver.RunAsync(
            server, Question.Read, n => Question.Read.Write(n, key), settings.Connections, Driver.LongestPass, cached);
        held.Check();
        var before = server.Memory;
        Say($"memory: {before:F0} MiB with {cached:N0} clients cached");
        if (settings.Unknown == 0) return;

        var flood = await Driver.RunAsync(
            server, Question.Unknown, n => Question.Unknown.Write(n, key), settings.Connections, Driver.LongestPass, settings.Unknown);
        flood.Check();
        Say($"memory: {server.Memory:F0} MiB after {flood.Ticks.Length:N0} unknown identifiers ({server.Memory - before:+0;-0;0} MiB), "
            + $"{flood.Rate:N0}/s");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);
}
