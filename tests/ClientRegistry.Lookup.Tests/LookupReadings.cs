using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ClientRegistry.Lookup.Tests;

/// <summary>What a monitoring system reads from the instruments of the lookup.</summary>
internal sealed class LookupReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(Instrument Instrument, double Value, string Tags)> _all = new();

    public LookupReadings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ClientRegistry"
                && instrument.Name.StartsWith("clientregistry.lookup.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments that were used, with their units.</summary>
    public IEnumerable<(string Name, string? Unit)> Units =>
        _all.Select(r => (r.Instrument.Name, r.Instrument.Unit)).Distinct();

    /// <summary>What one instrument was told, in order, with the tags as <c>name=value</c>.</summary>
    /// <param name="instrument">Its name.</param>
    public IReadOnlyList<(double Value, string Tags)> Of(string instrument) =>
        [.. _all.Where(r => r.Instrument.Name == instrument).Select(r => (r.Value, r.Tags))];

    /// <summary>Waits until an instrument is told something with these tags.</summary>
    /// <param name="instrument">Its name.</param>
    /// <param name="tags">How they begin, as <c>name=value</c>.</param>
    public async Task<(double Value, string Tags)> FirstAsync(string instrument, string tags)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (Of(instrument).Where(r => r.Tags.StartsWith(tags, StringComparison.Ordinal)).ToList() is [var first, ..]) return first;
            if (patience.IsCancellationRequested) throw new TimeoutException($"Only: {string.Join("; ", Of(instrument).Select(r => r.Tags))}");
            await Task.Yield();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue((instrument, value, string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
}
