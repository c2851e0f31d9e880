using System.Diagnostics.Metrics;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Tests.Requests;

public sealed class RequestMetricsTests
{
    [Fact]
    public async Task Each_committed_transition_is_counted_by_the_state_it_led_to()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.CreateAsync();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var counted = new List<string?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == "clientregistry.requests.transitions")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add((string?)tags[0].Value));
        listener.Start();
        var metrics = new RequestMetrics(meters, world.Database.Commits);
        await metrics.StartAsync(ct);

        var number = await world.SubmittedAsync();
        await world.ApprovedAsync(number);
        await metrics.StopAsync(ct);
        await world.SubmittedAsync();

        Assert.Equal(["draft", "submitted", "approved"], counted);
    }
}
