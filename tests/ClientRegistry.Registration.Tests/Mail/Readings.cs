using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>What a monitoring system reads from one node's instruments.</summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> _all = new();

    public Readings(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What a gauge shows now.</summary>
    public double Gauge(string instrument)
    {
        _listener.RecordObservableInstruments();
        return _all.Last(r => r.Instrument == instrument).Value;
    }

    /// <summary>What was added to a counter, each time with its tags as <c>name=value</c>.</summary>
    public IReadOnlyList<(double Value, string Tags)> Counted(string instrument) =>
        [.. _all.Where(r => r.Instrument == instrument).Select(r => (r.Value, string.Join(',', r.Tags.Select(t => $"{t.Key}={t.Value}"))))];

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue((instrument.Name, value, tags.ToArray()));
}
