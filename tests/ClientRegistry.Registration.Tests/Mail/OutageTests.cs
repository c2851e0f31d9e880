using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>What happens to the queue when no mail has a chance, or one of them is slow.</summary>
public sealed class OutageTests
{
    private const string Nina = "nina@partner.example";

    [Fact]
    public async Task A_refused_sign_in_pauses_the_queue_and_fails_nothing()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var refusal = server.When(SmtpStep.Auth).Reply(535, "5.7.8 Wrong password");
        await using var node = new MailNode(world, server);
        await world.OweManyAsync(20);

        await node.DrainAsync();

        var alarm = node.Gate.Alarm!;
        Assert.True(alarm.NeedsSomebody);
        Assert.Contains("535", alarm.Cause);
        Assert.Equal(20, (await world.CountAsync())[MailState.Due]);
        Assert.InRange(server.Connections, 1, 4);

        world.Clock.Advance(TimeSpan.FromDays(4));
        await node.DrainAsync();
        Assert.Equal(20, (await world.CountAsync())[MailState.Due]);

        refusal.Remove();
        world.Clock.Advance(node.Gate.Alarm!.NextTry - world.Now);
        await node.DrainAsync();
        Assert.Equal(20, (await world.CountAsync())[MailState.Sent]);
        Assert.Null(node.Gate.Alarm);
    }

    [Fact]
    public async Task Every_node_finds_out_by_itself_so_that_the_alarm_shows_on_each()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var refusal = server.When(SmtpStep.Auth).Reply(535, "5.7.8 Wrong password");
        await using var first = new MailNode(world, server);
        await using var second = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        await first.DrainAsync();
        await second.DrainAsync();

        Assert.All([first, second], node => Assert.True(node.Gate.Alarm!.NeedsSomebody));
        refusal.Remove();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await second.DrainAsync();
        Assert.Equal((MailState.Sent, null), ((await world.MailAsync(id)).State, second.Gate.Alarm));
    }

    [Theory]
    [InlineData(SmtpServerCertificate.Untrusted, "UntrustedRoot")]
    [InlineData(SmtpServerCertificate.WrongName, "another name")]
    [InlineData(SmtpServerCertificate.Expired, "NotTimeValid")]
    public async Task A_wrong_certificate_pauses_the_queue_and_says_what_is_wrong(
        SmtpServerCertificate certificate, string cause)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.Certificate = certificate;
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        await node.DrainAsync();

        Assert.True(node.Gate.Alarm!.NeedsSomebody);
        Assert.Contains(cause, node.Gate.Alarm.Cause);
        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
        Assert.Empty(server.Mails.All);

        server.Certificate = SmtpServerCertificate.Trusted;
        node.Gate.TryNow();
        await node.DrainAsync();
        Assert.Equal(MailState.Sent, (await world.MailAsync(id)).State);
    }

    [Fact]
    public async Task A_server_without_encryption_gets_nothing_not_even_the_password()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.Ehlo).StripStartTls();
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        await node.DrainAsync();

        Assert.True(node.Gate.Alarm!.NeedsSomebody);
        Assert.Contains("STARTTLS", node.Gate.Alarm.Cause);
        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
        Assert.Empty(server.Mails.All);
        Assert.DoesNotContain(server.Transcript.Lines, line => line.Contains("AUTH", StringComparison.Ordinal)
            && line.Contains("C:", StringComparison.Ordinal));
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_refused_sender_pauses_the_queue()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.MailFrom).Reply(553, "5.7.1 Not your address");
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        await node.DrainAsync();

        Assert.True(node.Gate.Alarm!.NeedsSomebody);
        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
    }

    [Theory]
    [InlineData(421, "4.3.2 Shutting down")]
    [InlineData(554, "5.3.2 No mail service here")]
    public async Task A_server_that_turns_everybody_away_is_left_alone_for_a_while(int code, string text)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.Connect).Reply(code, text);
        await using var node = new MailNode(world, server);
        await world.OweManyAsync(30);

        await node.DrainAsync();
        await node.DrainAsync();

        Assert.False(node.Gate.Alarm!.NeedsSomebody);
        Assert.InRange(server.Connections, 1, 4);
        Assert.Equal(30, (await world.CountAsync())[MailState.Due]);
    }

    [Fact]
    public async Task A_server_that_is_down_is_tried_with_one_mail_at_growing_gaps_and_then_gets_all_in_order()
    {
        const int Mails = 150;
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(world, server);
        await server.StopAsync();
        var addresses = await world.OweManyAsync(Mails);

        await node.DrainAsync();
        var tries = 0;
        var back = world.Now.AddHours(1);
        for (; world.Now < back; tries++)
        {
            world.Clock.Advance(node.Gate.Alarm!.NextTry - world.Now);
            await node.DrainAsync();
        }

        Assert.InRange(tries, 30, 70);
        Assert.InRange(node.Gate.Alarm!.NextTry - world.Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));

        await server.RestartAsync();
        world.Clock.Advance(node.Gate.Alarm!.NextTry - world.Now);
        await node.DrainAsync();

        Assert.Equal(Mails, (await world.CountAsync())[MailState.Sent]);
        var order = server.Mails.All.Select(m => addresses.ToList().IndexOf(m.Recipients[0])).ToList();
        Assert.Equal(Mails, order.Distinct().Count());
        Assert.Equal(Mails, order.Count);
        // Four go at once, so a mail may overtake a few neighbours and no others.
        Assert.All(order.Select((place, at) => Math.Abs(place - at)), distance => Assert.InRange(distance, 0, 12));
        Assert.InRange(server.Connections, 1, 8);
    }

    [Fact]
    public async Task A_slow_recipient_holds_up_nobody_else()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.RcptTo).ForRecipient(Nina).Hold();
        await using var node = new MailNode(world, server);
        for (var i = 0; i < 5; i++) await world.OweAsync(Nina);
        var addresses = await world.OweManyAsync(10);

        var draining = node.DrainAsync();
        await server.Mails.WaitForCountAsync(10, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(draining.IsCompleted);
        Assert.Equal(1, gate.Rule.Hits);

        gate.Release();
        await draining;
        Assert.Equal(15, server.Mails.All.Count);
        Assert.Equal(addresses.Order(), server.Mails.All.Take(10).Select(m => m.Recipients[0]).Order());
    }

    [Fact]
    public async Task Somebody_who_is_just_being_served_keeps_the_place_of_their_next_mail()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var nina = server.When(SmtpStep.RcptTo).ForRecipient(Nina).Once().Hold();
        var others = server.When(SmtpStep.RcptTo).Where(m => m.Recipients[0] != Nina).Skip(80).Times(3).Hold();
        await using var node = new MailNode(world, server);
        await world.OweAsync(Nina);
        await world.OweAsync(Nina);
        await world.OweManyAsync(120);

        var draining = node.DrainAsync();
        await nina.WaitForArrivalAsync(cancellationToken: TestContext.Current.CancellationToken);
        await others.WaitForArrivalAsync(3, cancellationToken: TestContext.Current.CancellationToken);
        nina.Release();
        await server.Mails.WaitForCountAsync(82, cancellationToken: TestContext.Current.CancellationToken);
        others.Release();
        await draining;

        Assert.Equal([Nina, Nina], server.Mails.All.Skip(80).Take(2).Select(m => m.Recipients[0]));
        Assert.Equal(122, server.Mails.All.Count);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_tried_again()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.RcptTo).Once().Hold();
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        var draining = node.DrainAsync();
        await gate.WaitForArrivalAsync(cancellationToken: TestContext.Current.CancellationToken);
        world.Clock.Advance(TimeSpan.FromSeconds(31));
        await draining;

        var mail = await world.MailAsync(id);
        Assert.Equal(MailState.Due, mail.State);
        Assert.Contains("did not answer in time", mail.LastAnswer);
        Assert.Null(node.Gate.Alarm);
        await world.AdvanceToAsync(id);
        await node.DrainAsync();
        Assert.Equal(MailState.Sent, (await world.MailAsync(id)).State);
    }

    [Fact]
    public async Task The_answer_to_a_whole_mail_may_take_minutes()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.EndOfData).Hold();
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        var draining = node.DrainAsync();
        await gate.WaitForArrivalAsync(cancellationToken: TestContext.Current.CancellationToken);
        world.Clock.Advance(TimeSpan.FromMinutes(9));
        gate.Release();
        await draining;

        Assert.Equal((MailState.Sent, 1), ((await world.MailAsync(id)).State, server.Mails.All.Count));
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("line")]
    [InlineData("garbage")]
    public async Task An_answer_without_end_or_sense_is_cut_off_and_tried_again(string kind)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        var at = server.When(SmtpStep.RcptTo).Once();
        _ = kind switch
        {
            "lines" => at.SendEndlessLines(),
            "line" => at.SendEndlessLine(),
            _ => at.SendGarbage(),
        };
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        await node.DrainAsync();
        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
        await world.AdvanceToAsync(id);
        await node.DrainAsync();

        Assert.Equal(MailState.Sent, (await world.MailAsync(id)).State);
    }

    [Fact]
    public async Task A_server_that_drops_every_mail_in_the_middle_is_not_stormed()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.Data).Drop();
        await using var node = new MailNode(world, server);
        await world.OweManyAsync(60);

        await node.DrainAsync();

        Assert.NotNull(node.Gate.Alarm);
        Assert.InRange(server.Connections, 8, 16);
    }

    [Fact]
    public async Task Encryption_from_the_first_byte_and_none_to_this_machine_work_too()
    {
        await using var world = await World.CreateAsync();
        await using var tls = SmtpTestServer.Start(new SmtpTestServerOptions { Security = SmtpTransportSecurity.Tls });
        await using var none = SmtpTestServer.Start(
            new SmtpTestServerOptions { Security = SmtpTransportSecurity.None, Credentials = null });
        await using var first = new MailNode(world, tls, configure: mail => mail.Smtp.Security = SmtpSecurity.Tls);
        await using var second = new MailNode(world, none, configure: mail => mail.Smtp.Security = SmtpSecurity.None);

        await world.OweAsync(Nina);
        await first.DrainAsync();
        await world.OweAsync(Nina);
        await second.DrainAsync();

        Assert.True(Assert.Single(tls.Mails.All).Encrypted);
        Assert.False(Assert.Single(none.Mails.All).Encrypted);
    }
}
