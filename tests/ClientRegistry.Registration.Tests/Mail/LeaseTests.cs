using ClientRegistry.Core.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>Several workers on one queue, some of which die or stand still.</summary>
public sealed class LeaseTests
{
    private const string Nina = "nina@partner.example";

    [Fact]
    public async Task Two_workers_send_each_mail_once()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var first = new MailNode(world, server);
        await using var second = new MailNode(world, server);
        var addresses = await world.OweManyAsync(40);

        await Task.WhenAll(first.DrainAsync(), second.DrainAsync());

        Assert.Equal(addresses.Order(), server.Mails.All.Select(m => m.Recipients[0]).Order());
        Assert.Equal(40, (await world.CountAsync())[MailState.Sent]);
    }

    [Theory]
    [InlineData(SmtpStep.MailFrom)]
    [InlineData(SmtpStep.RcptTo)]
    [InlineData(SmtpStep.Data)]
    public async Task A_worker_that_stood_still_beyond_its_lease_does_not_send_what_another_one_has_sent(SmtpStep step)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(step).Where(m => m.Connection == 1).Hold();
        var stopped = new StoppedClock(world.Now);
        await using var sleeper = new MailNode(world, server, stopped);
        await using var other = new MailNode(world, server);
        var id = await world.OweAsync(Nina);
        stopped.Now = world.Now;

        var sleeping = sleeper.DrainAsync();
        await gate.WaitForArrivalAsync(cancellationToken: TestContext.Current.CancellationToken);
        world.Clock.Advance(TimeSpan.FromSeconds(59));
        await other.DrainAsync();
        Assert.Empty(server.Mails.All);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        await other.DrainAsync();
        Assert.Single(server.Mails.All);

        stopped.Now = world.Now;
        gate.Release();
        await sleeping;

        Assert.Single(server.Mails.All);
        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Sent, 1), (mail.State, mail.Attempts.Count));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_after_handing_over_overwrites_nothing()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.EndOfData).Where(m => m.Connection == 1).Hold();
        server.When(SmtpStep.EndOfData).Where(m => m.Connection == 1).Reply(550, "5.7.1 Refused after all");
        var stopped = new StoppedClock(world.Now);
        await using var sleeper = new MailNode(world, server, stopped);
        await using var other = new MailNode(world, server);
        var id = await world.OweAsync(Nina);
        stopped.Now = world.Now;

        var sleeping = sleeper.DrainAsync();
        await gate.WaitForArrivalAsync(cancellationToken: TestContext.Current.CancellationToken);
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await other.DrainAsync();
        stopped.Now = world.Now;
        gate.Release();
        await sleeping;

        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Sent, 1), (mail.State, mail.Attempts.Count));
        Assert.Contains(sleeper.Logs, line => line.Contains("lease lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_is_under_way_for_longer_than_its_lease_is_taken_over_by_nobody()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.EndOfData).Hold();
        await using var node = new MailNode(world, server);
        await using var other = new MailNode(world, server);
        var id = await world.OweAsync(Nina);
        var draining = node.DrainAsync();
        await gate.WaitForArrivalAsync(cancellationToken: TestContext.Current.CancellationToken);

        for (var minutes = 0; minutes < 3; minutes++)
        {
            for (var beat = 0; beat < 4; beat++) await RenewedAfterAsync(TimeSpan.FromSeconds(15));
            await other.DrainAsync();
        }

        gate.Release();
        await draining;

        Assert.Single(server.Mails.All);
        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Sent, 1), (mail.State, mail.Attempts.Count));

        async Task RenewedAfterAsync(TimeSpan step)
        {
            world.Clock.Advance(step);
            var expected = world.Now + TimeSpan.FromMinutes(1);
            using var patience = new CancellationTokenSource(ReceivedMails.DefaultTimeout);
            while ((await world.MailAsync(id)).LeaseUntil != expected) patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The clock of a process that was stopped: it stands, and no timer runs off.</summary>
    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        private long _ticks = now.UtcTicks;

        public DateTimeOffset Now
        {
            set => Interlocked.Exchange(ref _ticks, value.UtcTicks);
        }

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new StoppedTimer();

        private sealed class StoppedTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
