using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>
/// The registry beside the bare endpoint. Both are driven in turn in many short rounds, and are started anew several
/// times: how many threads a process takes to and where its memory lies stays as it is until it ends, and makes as much of
/// a difference as what is to be measured.
/// </summary>
/// <param name="settings">What is asked for.</param>
/// <param name="key">The lookup key.</param>
/// <param name="directory">Where the prepared answers go.</param>
internal sealed class Comparison(LoadSettings settings, string key, string directory)
{
    /// <summary>How often both servers are to be started.</summary>
    public const int Starts = 3;

    /// <summary>Each goes first as often as the other, so it is even.</summary>
    private const int RoundsOfStart = 8;

    private const int MostAskedFor = 10_000;
    private const int LongestSettling = 60;

    /// <summary>More than the registry gathers its notes before it writes them.</summary>
    private const int IdleSeconds = 4;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1);
    private readonly Dictionary<Question, byte[][]> _requests = Question.All.ToDictionary(q => q, q => Requests(q, settings, key));
    private readonly Dictionary<Question, List<Round>> _rounds = Question.All.ToDictionary(q => q, _ => new List<Round>());

    /// <summary>Drives this start of the registry, and one of the bare endpoint.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="ct">Stops it.</param>
    public async Task DriveAsync(ServerProcess registry, CancellationToken ct)
    {
        await PrepareAsync(registry, ct);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        await using var bare = await ServerProcess.StartAsync(
            ServerProcess.Command(typeof(Comparison).Assembly.Location, new Dictionary<string, string>(), "bare", hash, directory), ct);

        foreach (var question in Question.All) await WarmAsync(registry, bare, question);
        await SettleAsync(registry, ct);
        foreach (var question in Question.All) await DriveAsync(registry, bare, question);
    }

    /// <summary>Says what came of all starts together.</summary>
    public void Report()
    {
        Console.WriteLine();
        Console.WriteLine("               registry/s      bare/s  ratio  (middle half)  p50 ms         p99 ms         server CPU µs");
        foreach (var question in Question.All) Report(question, _rounds[question]);
        Console.WriteLine();
    }

    private static byte[][] Requests(Question question, LoadSettings settings, string key)
    {
        var askedFor = Math.Min(MostAskedFor, settings.Clients / 2);
        var apart = settings.Clients / 2 / askedFor;
        return [.. Enumerable.Range(0, askedFor).Select(n => question.Write((long)n * apart, key))];
    }

    private static void Report(Question question, List<Round> rounds)
    {
        var ratios = rounds.Select(r => r.Registry.Rate / r.Bare.Rate).Order().ToList();
        var middle = (ratios[(ratios.Count - 1) / 2] + ratios[ratios.Count / 2]) / 2;
        var (a, b) = (Measured.Together([.. rounds.Select(r => r.Registry)]), Measured.Together([.. rounds.Select(r => r.Bare)]));
        a.Check();
        b.Check();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{question.Name,-13}{a.Rate,12:N0}{b.Rate,12:N0}  {middle,5:F2}  ({ratios[ratios.Count / 4]:F2}-{ratios[^(1 + (ratios.Count / 4))]:F2})"
            + $"  {a.MillisecondsWithin(0.5),6} /{b.MillisecondsWithin(0.5),6}"
            + $" {a.MillisecondsWithin(0.99),6} /{b.MillisecondsWithin(0.99),6}"
            + $"    {a.ProcessorEach,5:F1} /{b.ProcessorEach,5:F1}"));
    }

    // What the registry answers is what the bare endpoint writes.
    private async Task PrepareAsync(ServerProcess registry, CancellationToken ct)
    {
        using var caller = new Caller();
        await caller.ConnectAsync(registry.EndPoint, ct);
        foreach (var question in Question.All)
        {
            var body = await caller.AskAsync(question.Write(0, key));
            await File.WriteAllBytesAsync(Path.Combine(directory, question.Name), body, ct);
        }
    }

    // Every client that will be asked for is, and the code of both servers has run often enough to be compiled well.
    private async Task WarmAsync(ServerProcess registry, ServerProcess bare, Question question)
    {
        (await AskForAllAsync(registry, question)).Check();
        foreach (var server in new[] { registry, bare, registry, bare })
            (await RunAsync(server, question, Warming)).Check();
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

        Console.WriteLine("The registry is still busy with something else.");
    }

    private async Task DriveAsync(ServerProcess registry, ServerProcess bare, Question question)
    {
        // While it settled the answers grew old.
        await AskForAllAsync(registry, question);
        var time = TimeSpan.FromSeconds(settings.Seconds / (double)(Starts * RoundsOfStart));
        for (var round = 0; round < RoundsOfStart; round++)
        {
            var first = round % 2 == 0 ? await RunAsync(registry, question, time) : null;
            var theirs = await RunAsync(bare, question, time);
            _rounds[question].Add(new Round(first ?? await RunAsync(registry, question, time), theirs));
        }
    }

    private Task<Measured> AskForAllAsync(ServerProcess server, Question question) => Driver.RunAsync(
        server, question, Next(question), settings.Connections, Driver.LongestPass, _requests[question].Length);

    private Task<Measured> RunAsync(ServerProcess server, Question question, TimeSpan time) =>
        Driver.RunAsync(server, question, Next(question), settings.Connections, time);

    private Func<long, byte[]> Next(Question question)
    {
        var requests = _requests[question];
        return n => requests[n % requests.Length];
    }

    /// <summary>Both servers, driven one after the other.</summary>
    private sealed record Round(Measured Registry, Measured Bare);
}
