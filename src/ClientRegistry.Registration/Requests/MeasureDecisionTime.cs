using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>How long decisions took lately.</summary>
/// <param name="Median">From the first submission to the decision: half of them were quicker.</param>
/// <param name="Decisions">How many it is measured on.</param>
public sealed record DecisionTime(TimeSpan Median, int Decisions);

/// <summary>
/// Measures how long a partner waits from first submitting a request to its decision, over the last 90 days. Public
/// pages show it, so it is measured again once in five minutes at most.
/// </summary>
/// <param name="contexts">Reads.</param>
/// <param name="clock">The present.</param>
public sealed class MeasureDecisionTime(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>How far it looks back.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(90);

    private const int Most = 10_000;
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    private Measurement? _last;

    private sealed record Measurement(DateTimeOffset At, DecisionTime? Time);

    /// <summary>Measures.</summary>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when nothing was decided in that time.</returns>
    public async Task<DecisionTime?> RunAsync(CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        if (_last is { } last && now - last.At < Freshness) return last.Time;

        var since = now - Span;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var decided = await db.ClientRequests.AsNoTracking()
            .Where(r => (r.State == ClientRequestState.Approved || r.State == ClientRequestState.Rejected)
                && r.DecidedAt >= since && r.FirstSubmittedAt != null)
            .OrderByDescending(r => r.DecidedAt).Take(Most)
            .Select(r => new { r.FirstSubmittedAt, r.DecidedAt })
            .ToListAsync(ct);
        var waits = decided.Select(d => d.DecidedAt!.Value - d.FirstSubmittedAt!.Value).Order().ToList();
        var time = waits.Count == 0 ? null : new DecisionTime(MedianOf(waits), waits.Count);
        _last = new Measurement(now, time);
        return time;
    }

    private static TimeSpan MedianOf(List<TimeSpan> sorted) =>
        (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
