using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>What monitoring is told of the mail, under the names that dashboards depend on.</summary>
public sealed class MailMetricsTests
{
    private const string Pending = "clientregistry.mail.pending";
    private const string OldestAge = "clientregistry.mail.oldest_age";
    private const string Sent = "clientregistry.mail.sent";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task During_an_outage_the_queue_is_seen_to_grow_and_to_age_and_afterwards_it_is_empty()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(world, server);
        using var readings = new Readings(node.Meters);
        await server.StopAsync();
        await world.OweManyAsync(3);
        await node.Worker.StartAsync(Cancel);
        await ReachAsync(() => readings.Gauge(Pending) == 3);

        world.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, readings.Gauge(OldestAge), tolerance: 0.1);

        await server.RestartAsync();
        node.TryNow();
        await server.Mails.WaitForCountAsync(3, cancellationToken: Cancel);
        await ReachAsync(() => readings.Gauge(Pending) == 0);
        Assert.Equal(0, readings.Gauge(OldestAge));
        await node.Worker.StopAsync(Cancel);
        Assert.Contains((1, "result=unreachable"), readings.Counted(Sent));
        Assert.Equal(3, readings.Counted(Sent).Count(c => c == (1, "result=accepted")));
    }

    [Theory]
    [InlineData("deferred", SmtpStep.RcptTo, 451, "4.7.1 Later")]
    [InlineData("refused", SmtpStep.RcptTo, 550, "5.1.1 No such user")]
    [InlineData("unreachable", SmtpStep.Connect, 421, "4.3.2 Shutting down")]
    [InlineData("misconfigured", SmtpStep.Auth, 535, "5.7.8 Wrong password")]
    public async Task An_attempt_that_is_answered_is_counted_by_its_result(
        string result, SmtpStep step, int code, string answer)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(step).Reply(code, answer);
        await using var node = new MailNode(world, server);
        using var readings = new Readings(node.Meters);
        await world.OweAsync("nina@partner.example");

        await node.DrainAsync();

        // A refusal brings a notice to the staff, which is a mail of its own.
        Assert.Equal([(1, $"result={result}")], readings.Counted(Sent).Take(result == "refused" ? 1 : int.MaxValue));
    }

    [Fact]
    public async Task An_attempt_that_breaks_off_is_counted_too()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.Data).Drop();
        await using var node = new MailNode(world, server);
        using var readings = new Readings(node.Meters);
        await world.OweAsync("nina@partner.example");

        await node.DrainAsync();

        Assert.Equal([(1, "result=broken")], readings.Counted(Sent));
    }

    private static async Task ReachAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(ReceivedMails.DefaultTimeout);
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
