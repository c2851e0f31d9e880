using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>What monitoring sees of the mail.</summary>
internal sealed class MailMetrics
{
    private static readonly ActivitySource Source = new("ClientRegistry");

    private readonly Counter<long> _sent;
    private readonly TimeProvider _clock;
    private QueueDepth _depth = new(0, null);

    public MailMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create("ClientRegistry");
        _sent = meter.CreateCounter<long>(
            "clientregistry.mail.sent", "{attempt}", "Attempts to hand a mail over, by result.");
        meter.CreateObservableGauge(
            "clientregistry.mail.pending", () => Depth.Pending, "{mail}", "Mails that are owed and not sent.");
        meter.CreateObservableGauge(
            "clientregistry.mail.oldest_age", () => OldestAge().TotalSeconds, "s", "Age of the oldest mail not sent.");
    }

    /// <summary>How much waited when the worker last looked.</summary>
    public QueueDepth Depth
    {
        get => Volatile.Read(ref _depth);
        set => Volatile.Write(ref _depth, value);
    }

    /// <summary>A span of the trace for one attempt: which kind of mail, never to whom.</summary>
    /// <param name="kind">Which message it is.</param>
    /// <returns>Null when nobody traces.</returns>
    public static Activity? BeginAttempt(string kind) =>
        Source.StartActivity("mail.send", ActivityKind.Client)?.SetTag("mail.kind", kind);

    public void CountAttempt(SendVerdict verdict) =>
        _sent.Add(1, new KeyValuePair<string, object?>("result", ResultOf(verdict)));

    private TimeSpan OldestAge() => Depth.OldestSince is { } since ? _clock.GetUtcNow() - since : TimeSpan.Zero;

    private static string ResultOf(SendVerdict verdict) => verdict switch
    {
        SendVerdict.Accepted => "accepted",
        SendVerdict.Later => "deferred",
        SendVerdict.Broken => "broken",
        SendVerdict.Refused => "refused",
        SendVerdict.Unreachable => "unreachable",
        _ => "misconfigured",
    };
}
