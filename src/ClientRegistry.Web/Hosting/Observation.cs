using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ClientRegistry.Web.Hosting;

/// <summary>Logs, metrics and traces.</summary>
internal static class Observation
{
    /// <summary>Name of the registry's meter and activity source.</summary>
    public const string Source = "ClientRegistry";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>JSON logs outside Development; OpenTelemetry when an endpoint is named.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddObservation(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole(o =>
            {
                o.UseUtcTimestamp = true;
                o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }

        if (string.IsNullOrEmpty(builder.Configuration[Endpoint])) return;

        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Source).AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(Source).AddAspNetCoreInstrumentation().AddOtlpExporter());
    }
}
