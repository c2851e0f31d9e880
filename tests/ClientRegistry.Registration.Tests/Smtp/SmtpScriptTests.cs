using System.Net.Sockets;
using ClientRegistry.Testing.Smtp;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using static ClientRegistry.Registration.Tests.Smtp.SmtpClientSetup;

namespace ClientRegistry.Registration.Tests.Smtp;

/// <summary>The test server when its script makes it misbehave, seen through MailKit.</summary>
public sealed class SmtpScriptTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recipient_can_be_put_off_once()
    {
        await using var server = SmtpTestServer.Start();
        var rule = server.When(SmtpStep.RcptTo).ForRecipient("busy@partner.example").Once()
            .Reply(451, "4.3.0 Try again later");
        using var client = await server.SignInAsync();

        await client.DeliverAsync(Message("dev@partner.example"));
        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(
            () => client.DeliverAsync(Message("busy@partner.example")));
        await client.DeliverAsync(Message("busy@partner.example"));

        Assert.Equal(451, (int)refusal.StatusCode);
        Assert.Equal(1, rule.Hits);
        Assert.Equal(2, server.Mails.All.Count);
        Assert.Empty(server.Faults);
    }

    [Theory]
    [InlineData(SmtpStep.Connect)]
    [InlineData(SmtpStep.Ehlo)]
    [InlineData(SmtpStep.StartTls)]
    [InlineData(SmtpStep.Auth)]
    [InlineData(SmtpStep.MailFrom)]
    [InlineData(SmtpStep.RcptTo)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.EndOfData)]
    public async Task Every_step_can_be_refused_dropped_and_filled_with_garbage(SmtpStep step)
    {
        await using var server = SmtpTestServer.Start();
        server.When(step).Where(moment => moment.Connection == 1).Reply(554, "5.7.1 Refused");
        server.When(step).Where(moment => moment.Connection == 2).Drop();
        server.When(step).Where(moment => moment.Connection == 3).SendGarbage();

        for (var attempt = 1; attempt <= 3; attempt++)
            await Assert.ThrowsAnyAsync<Exception>(() => DeliverAsync(server));
        await DeliverAsync(server);

        Assert.Single(server.Mails.All);
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task Rules_used_up_hand_over_to_the_next_one()
    {
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.MailFrom).OnOccurrence(2).Reply(450, "4.3.0 Second");
        server.When(SmtpStep.MailFrom).Times(2).Reply(421, "4.3.2 Going down");

        List<int> answers = [];
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            try
            {
                await DeliverAsync(server);
                answers.Add(250);
            }
            catch (SmtpCommandException refusal)
            {
                answers.Add((int)refusal.StatusCode);
            }
        }

        Assert.Equal([421, 450, 421, 250], answers);
    }

    [Theory]
    [InlineData(SmtpStep.Content, false)]
    [InlineData(SmtpStep.EndOfData, false)]
    [InlineData(SmtpStep.EndOfData, true)]
    public async Task A_drop_around_the_content_leaves_the_message_accepted_or_not(SmtpStep step, bool accepted)
    {
        await using var server = SmtpTestServer.Start();
        var rule = server.When(step).Once();
        (accepted ? rule.AfterAccepting() : rule).Drop();

        await Assert.ThrowsAnyAsync<Exception>(() => DeliverAsync(server));

        Assert.Equal(accepted ? 1 : 0, server.Mails.All.Count);
    }

    [Fact]
    public async Task A_temporary_answer_after_accepting_leads_to_a_duplicate_with_the_same_message_id()
    {
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.EndOfData).AfterAccepting().Once().Reply(451, "4.3.0 Lost my mind");
        using var client = await server.SignInAsync();
        var message = Message("dev@partner.example");

        await Assert.ThrowsAsync<SmtpCommandException>(() => client.DeliverAsync(message));
        await client.DeliverAsync(message);

        Assert.Equal([message.MessageId, message.MessageId], server.Mails.All.Select(mail => mail.MessageId));
    }

    [Fact]
    public async Task A_gate_holds_one_conversation_and_not_the_others()
    {
        await using var server = SmtpTestServer.Start();
        var gate = server.When(SmtpStep.EndOfData).ForRecipient("slow@partner.example").Hold();

        var slow = DeliverAsync(server, "slow@partner.example");
        await gate.WaitForArrivalAsync(cancellationToken: Cancel);
        await DeliverAsync(server, "quick@partner.example");
        Assert.False(slow.IsCompleted);
        gate.Release();
        await slow;

        Assert.Equal(
            ["quick@partner.example", "slow@partner.example"], server.Mails.All.Select(mail => mail.Recipients[0]));
    }

    [Fact]
    public async Task Stripped_starttls_makes_a_careful_client_refuse()
    {
        await using var server = SmtpTestServer.Start();
        var strip = server.When(SmtpStep.Ehlo).StripStartTls();

        await Assert.ThrowsAsync<NotSupportedException>(() => server.ConnectAsync());

        strip.Remove();
        using var client = await server.ConnectAsync();
        Assert.True(client.IsSecure);
    }

    [Fact]
    public async Task Stripped_starttls_catches_a_client_that_gives_in()
    {
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.Ehlo).StripStartTls();
        using var careless = await server.SignInAsync(SecureSocketOptions.StartTlsWhenAvailable);

        await careless.DeliverAsync(Message("dev@partner.example"));

        Assert.False(Assert.Single(server.Mails.All).Encrypted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_endless_answer_ends_with_the_client_or_the_server(bool clientEnds)
    {
        await using var server = SmtpTestServer.Start();
        var rule = server.When(SmtpStep.MailFrom).SendEndlessLines();
        using var client = await server.SignInAsync();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sending = client.SendAsync(Message("dev@partner.example"), giveUp.Token);
        await rule.WaitForHitsAsync(cancellationToken: Cancel);

        await (clientEnds ? giveUp.CancelAsync() : server.StopAsync());

        var end = await Assert.ThrowsAnyAsync<Exception>(() => sending);
        var expected = clientEnds ? end is OperationCanceledException : end is IOException or ProtocolException;
        Assert.True(expected, end.ToString());
    }

    [Fact]
    public async Task The_server_goes_away_and_comes_back_on_the_same_port()
    {
        await using var server = SmtpTestServer.Start();
        using var connected = await server.SignInAsync();

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => connected.DeliverAsync(Message("dev@partner.example")));
        await Assert.ThrowsAsync<SocketException>(() => server.ConnectAsync());
        await server.RestartAsync();
        await DeliverAsync(server);

        Assert.Single(server.Mails.All);
    }

    [Fact]
    public async Task A_client_that_speaks_in_clear_is_refused_and_reported()
    {
        await using var server = SmtpTestServer.Start();
        using var client = await server.ConnectAsync(SecureSocketOptions.None);

        await Assert.ThrowsAnyAsync<Exception>(() => client.DeliverAsync(Message("dev@partner.example")));

        Assert.Contains("without encryption", Assert.Single(server.Faults), StringComparison.Ordinal);
    }

    private static async Task DeliverAsync(SmtpTestServer server, string to = "dev@partner.example")
    {
        using var client = await server.SignInAsync();
        await client.DeliverAsync(Message(to));
    }
}
