using System.Diagnostics.Metrics;

namespace ClientRegistry.Lookup.Telemetry;

/// <summary>What is measured of the lookup API. No tag ever names a client, a key or anything that was sent.</summary>
internal static class LookupMetrics
{
    /// <summary>Name of the registry's meter and activity source.</summary>
    public const string MeterName = "ClientRegistry";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "clientregistry.lookup.duration", "s", "How long an answer of the lookup API took, without a wait that was asked for.", null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
                [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        });

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "clientregistry.lookup.requests", "{request}", "Answers of the lookup API by operation and result.");

    /// <summary>Answers given from memory past their lifetime, because the database could not be asked.</summary>
    public static Counter<long> Stale { get; } = Meter.CreateCounter<long>(
        "clientregistry.lookup.stale", "{answer}", "Answers given stale because the database could not be asked.");

    /// <summary>Notes for the ledger that found its channel full.</summary>
    public static Counter<long> NotesDropped { get; } = Meter.CreateCounter<long>(
        "clientregistry.lookup.notes_dropped", "{note}", "Refusals and uses not written down because too many came.");

    /// <summary>Records an answer.</summary>
    /// <param name="operation">Which question; of few.</param>
    /// <param name="result">The reason word, or how it went; of few.</param>
    /// <param name="time">How long it took, without a wait that the caller asked for; null when the caller left before the answer.</param>
    public static void Record(string operation, string result, TimeSpan? time)
    {
        var operationTag = new KeyValuePair<string, object?>("operation", operation);
        var resultTag = new KeyValuePair<string, object?>("result", result);
        Requests.Add(1, operationTag, resultTag);
        if (time is { } taken) Duration.Record(taken.TotalSeconds, operationTag, resultTag);
    }
}
