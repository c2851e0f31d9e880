using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>The load benchmark from its first step to its last line.</summary>
internal static class LoadBenchmark
{
    private const int MostAskedFor = 10_000;
    private const int MostCached = 100_000;
    private const int ColdReads = 500;
    private const int Rounds = 20;
    private const int LongestSettling = 60;

    /// <summary>More than the registry gathers its notes before it writes them.</summary>
    private const int IdleSeconds = 4;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPass = TimeSpan.FromMinutes(5);

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

        await using (var server = await registry.ServeAsync(ct))
        {
            await ReadColdAsync(server, settings, key);
            await CompareAsync(server, settings, key, directory, ct);
        }

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
            server, Question.Read, n => Question.Read.Write(settings.Clients - 1 - n, key), 1, LongestPass, reads);
        var cold = Measured.Together([await Driver.RunAsync(
            server, Question.Read, n => Question.Read.Write(settings.Clients - 1 - reads - n, key), 1, LongestPass, reads)]);
        Check(cold);
        Say($"cold read: p50 {Milliseconds(cold.Within(0.5))}, p99 {Milliseconds(cold.Within(0.99))} ms "
            + $"({reads} clients never asked for, one caller)");
    }

    private static async Task CompareAsync(
        ServerProcess registry, LoadSettings settings, string key, string directory, CancellationToken ct)
    {
        var prepared = Directory.CreateDirectory(Path.Combine(directory, "answers")).FullName;
        using (var caller = new Caller())
        {
            await caller.ConnectAsync(registry.EndPoint, ct);
            foreach (var question in Question.All)
            {
                var body = await caller.AskAsync(question.Write(0, key));
                await File.WriteAllBytesAsync(Path.Combine(prepared, question.Name), body, ct);
            }
        }

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        await using var bare = await ServerProcess.StartAsync(
            ServerProcess.Command(typeof(LoadBenchmark).Assembly.Location, new Dictionary<string, string>(), "bare", hash, prepared), ct);

        foreach (var question in Question.All) await WarmAsync(registry, bare, question, settings, key);
        await SettleAsync(registry, ct);

        Say("");
        Say("               registry/s      bare/s  ratio  (middle half)  p50 ms         p99 ms         server CPU µs");
        foreach (var question in Question.All) await CompareAsync(registry, bare, question, settings, key);
        Say("");
    }

    // Every client that will be asked for is, and the code of both servers has run often enough to be compiled well.
    private static async Task WarmAsync(
        ServerProcess registry, ServerProcess bare, Question question, LoadSettings settings, string key)
    {
        var requests = Requests(question, settings, key);
        byte[] Next(long n) => requests[n % requests.Length];
        Check(await Driver.RunAsync(registry, question, Next, settings.Connections, LongestPass, requests.Length));
        foreach (var server in new[] { registry, bare, registry, bare })
            Check(await Driver.RunAsync(server, question, Next, settings.Connections, Round));
    }

    // The first use of each secret and redirect URI is written down behind the answers: that is done once, not always.
    private static async Task SettleAsync(ServerProcess registry, CancellationToken ct)
    {
        var idle = 0;
        for (var second = 0; second < LongestSettling; second++)
        {
            var before = registry.Processor;
            await Task.Delay(1000, ct);
            idle = (registry.Processor - before).TotalMilliseconds < 50 ? idle + 1 : 0;
            if (idle == IdleSeconds) return;
        }

        Say("The registry is still busy with something else.");
    }

    private static async Task CompareAsync(
        ServerProcess registry, ServerProcess bare, Question question, LoadSettings settings, string key)
    {
        var requests = Requests(question, settings, key);
        Task<Measured> DriveAsync(ServerProcess server) => Driver.RunAsync(
            server, question, n => requests[n % requests.Length], settings.Connections,
            TimeSpan.FromSeconds(settings.Seconds / (double)Rounds));

        // While it settled the answers grew old.
        await Driver.RunAsync(
            registry, question, n => requests[n % requests.Length], settings.Connections, LongestPass, requests.Length);
        List<Measured> ours = [], theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            // Each goes first as often as the other, so that a machine that grows slower or faster favours neither.
            if (round % 2 == 0) ours.Add(await DriveAsync(registry));
            theirs.Add(await DriveAsync(bare));
            if (round % 2 == 1) ours.Add(await DriveAsync(registry));
        }

        Report(question, ours, theirs);
    }

    private static byte[][] Requests(Question question, LoadSettings settings, string key)
    {
        var askedFor = Math.Min(MostAskedFor, settings.Clients / 2);
        var apart = settings.Clients / 2 / askedFor;
        return [.. Enumerable.Range(0, askedFor).Select(n => question.Write((long)n * apart, key))];
    }

    private static void Report(Question question, List<Measured> ours, List<Measured> theirs)
    {
        var ratios = ours.Zip(theirs, (a, b) => a.Rate / b.Rate).Order().ToList();
        var middle = (ratios[(ratios.Count - 1) / 2] + ratios[ratios.Count / 2]) / 2;
        var (a, b) = (Measured.Together(ours), Measured.Together(theirs));
        Check(a);
        Check(b);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{question.Name,-13}{a.Rate,12:N0}{b.Rate,12:N0}  {middle,5:F2}  ({ratios[ratios.Count / 4]:F2}-{ratios[^(1 + (ratios.Count / 4))]:F2})"
            + $"  {Milliseconds(a.Within(0.5)),6} /{Milliseconds(b.Within(0.5)),6}"
            + $" {Milliseconds(a.Within(0.99)),6} /{Milliseconds(b.Within(0.99)),6}"
            + $"    {a.ProcessorEach,5:F1} /{b.ProcessorEach,5:F1}"));
    }

    private static async Task WeighAsync(ServerProcess server, LoadSettings settings, string key)
    {
        Say($"memory: {server.Memory:F0} MiB after the start");
        var cached = Math.Min(MostCached, settings.Clients);
        Check(await Driver.RunAsync(
            server, Question.Read, n => Question.Read.Write(n, key), settings.Connections, LongestPass, cached));
        var before = server.Memory;
        Say($"memory: {before:F0} MiB with {cached:N0} clients cached");
        if (settings.Unknown == 0) return;

        var flood = await Driver.RunAsync(
            server, Question.Unknown, n => Question.Unknown.Write(n, key), settings.Connections, LongestPass, settings.Unknown);
        Check(flood);
        Say($"memory: {server.Memory:F0} MiB after {flood.Ticks.Length:N0} unknown identifiers ({server.Memory - before:+0;-0;0} MiB), "
            + $"{flood.Rate:N0}/s");
    }

    private static void Check(Measured measured)
    {
        if (measured.Wrong > 0) Say($"WRONG ANSWERS: {measured.Wrong:N0} of {measured.Ticks.Length:N0}");
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);
}
