using ClientRegistry.Core.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;
using Microsoft.Extensions.Hosting;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>The worker in the background: when it wakes, and how it stops.</summary>
public sealed class WorkerTests
{
    private const string Nina = "nina@partner.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_owed_goes_out_without_waiting_for_the_clock()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(world, server);
        await node.Worker.StartAsync(Cancel);

        await world.OweAsync(Nina);
        await server.Mails.WaitForRecipientAsync(Nina, cancellationToken: Cancel);
        await world.OweAsync("otto@partner.example");
        await server.Mails.WaitForRecipientAsync("otto@partner.example", cancellationToken: Cancel);

        await node.Worker.StopAsync(Cancel);
        Assert.Equal(2, (await world.CountAsync())[MailState.Sent]);
    }

    [Fact]
    public async Task Stopping_finishes_the_mail_in_hand_and_begins_no_other()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.EndOfData).Hold();
        await using var node = new MailNode(world, server);
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++) ids.Add(await world.OweAsync(Nina));
        await node.Worker.StartAsync(Cancel);
        await gate.WaitForArrivalAsync(cancellationToken: Cancel);

        var stopping = node.Worker.StopAsync(Cancel);
        Assert.False(stopping.IsCompleted);
        gate.Release();
        await stopping;

        var states = new List<MailState>();
        foreach (var id in ids) states.Add((await world.MailAsync(id)).State);
        Assert.Equal([MailState.Sent, MailState.Due, MailState.Due], states);
        Assert.Single(server.Mails.All);
    }

    [Fact]
    public async Task Stopping_without_patience_leaves_the_mail_to_the_next_worker()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.RcptTo).Once().Hold();
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);
        await node.Worker.StartAsync(Cancel);
        await gate.WaitForArrivalAsync(cancellationToken: Cancel);

        await node.Worker.StopAsync(new CancellationToken(canceled: true));
        await ((BackgroundService)node.Worker).ExecuteTask!;
        gate.Release();
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await using var next = new MailNode(world, server);
        await next.DrainAsync();

        Assert.Equal(MailState.Sent, (await world.MailAsync(id)).State);
        Assert.Single(server.Mails.All);
    }
}
