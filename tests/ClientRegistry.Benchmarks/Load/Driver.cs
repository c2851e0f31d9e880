using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>What came of driving a server for a while.</summary>
/// <param name="Ticks">How long each answer took, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="Wrong">How many were wrong.</param>
/// <param name="Elapsed">How long it was driven.</param>
/// <param name="Processor">Processor time that the server took meanwhile.</param>
internal sealed record Measured(long[] Ticks, long Wrong, TimeSpan Elapsed, TimeSpan Processor)
{
    /// <summary>Answers a second.</summary>
    public double Rate => Ticks.Length / Elapsed.TotalSeconds;

    /// <summary>Processor time for one answer, in microseconds.</summary>
    public double ProcessorEach => Processor.TotalMicroseconds / Ticks.Length;

    /// <summary>Several rounds as one.</summary>
    /// <param name="rounds">The rounds.</param>
    public static Measured Together(IReadOnlyCollection<Measured> rounds) => new(
        [.. rounds.SelectMany(r => r.Ticks).Order()],
        rounds.Sum(r => r.Wrong),
        rounds.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Elapsed),
        rounds.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Processor));

    /// <summary>The time in which this share of the answers came, as it is printed. Of what <see cref="Together"/> put in order.</summary>
    /// <param name="share">From 0 to 1.</param>
    public string MillisecondsWithin(double share)
    {
        var time = Stopwatch.GetElapsedTime(0, Ticks[Math.Min(Ticks.Length - 1, (int)(Ticks.Length * share))]);
        return time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
    }

    /// <summary>Says so if any answer was wrong.</summary>
    public void Check()
    {
        if (Wrong > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"WRONG ANSWERS: {Wrong:N0} of {Ticks.Length:N0}"));
    }
}

/// <summary>Drives a server with several callers at a time.</summary>
internal static class Driver
{
    /// <summary>Time enough to ask for every client once, cold.</summary>
    public static readonly TimeSpan LongestPass = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Drives it, until the time or the requests are used up.</summary>
    /// <param name="server">The server.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="next">The n-th request of all callers together.</param>
    /// <param name="callers">How many ask at a time.</param>
    /// <param name="time">For how long at most.</param>
    /// <param name="most">How many requests at most.</param>
    public static async Task<Measured> RunAsync(
        ServerProcess server, Question question, Func<long, byte[]> next, int callers, TimeSpan time, long most = long.MaxValue)
    {
        var good = Encoding.ASCII.GetBytes(question.Good);
        var all = Enumerable.Range(0, callers).Select(_ => new Caller()).ToArray();
        using var limit = new CancellationTokenSource(time + Grace);

        // A server that answers no more must not hold the run for ever: its connections are closed.
        await using var closing = limit.Token.Register(() => Array.ForEach(all, c => c.Dispose()));
        try
        {
            foreach (var caller in all) await caller.ConnectAsync(server.EndPoint, limit.Token);
            var processor = server.Processor;
            var started = Stopwatch.GetTimestamp();
            var until = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
            var each = most == long.MaxValue ? most : Math.Max(1, most / callers);
            await Task.WhenAll(all.Select((caller, index) => Task.Run(
                () => caller.AskAsync(n => next((n * callers) + index), good, each, until))));
            return new Measured(
                [.. all.SelectMany(c => c.Ticks)], all.Sum(c => c.Wrong), Stopwatch.GetElapsedTime(started),
                server.Processor - processor);
        }
        finally
        {
            foreach (var caller in all) caller.Dispose();
        }
    }
}
