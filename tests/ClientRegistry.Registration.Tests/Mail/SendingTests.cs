using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;
using Microsoft.AspNetCore.DataProtection;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>What happens to an owed mail when the mail server does its part, or refuses it for a reason of its own.</summary>
public sealed class SendingTests
{
    private const string Nina = "nina@partner.example";

    [Theory]
    [OnEachDatabase]
    public async Task A_mail_goes_out_encrypted_and_signed_in_and_the_secret_is_wiped(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(world, server);
        var reset = new PasswordReset(Guid.CreateVersion7(), world.Now.AddHours(1));
        var id = await world.OweAsync(Nina, reset, MailWorld.Secret);
        world.Clock.Advance(TimeSpan.FromMinutes(5));

        await node.DrainAsync();

        var received = Assert.Single(server.Mails.All);
        Assert.True(received.Encrypted);
        Assert.Equal("registry", received.AuthenticatedAs);
        var message = received.Parse();
        Assert.Contains(MailWorld.Secret, message.TextBody);
        Assert.Contains(MailWorld.Secret, message.HtmlBody);
        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Sent, null), (mail.State, mail.ProtectedSecret));
        Assert.Equal(world.Now, mail.SentAt);
        Assert.Equal(mail.MessageId, message.MessageId);
        Assert.Equal(mail.CreatedAt.ToUnixTimeSeconds(), message.Date.ToUnixTimeSeconds());
        Assert.StartsWith("250 2.", Assert.Single(mail.Attempts, a => a.Accepted).Answer);
        Assert.DoesNotContain(node.Logs, line => line.Contains(MailWorld.Secret, StringComparison.Ordinal));
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task What_is_owed_before_a_crash_is_sent_after_it()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await world.OweAsync(Nina);
        world.Clock.Advance(TimeSpan.FromHours(5));

        await using var node = new MailNode(world, server);
        await node.DrainAsync();

        Assert.Equal([Nina], Assert.Single(server.Mails.All).Recipients);
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_acceptance_makes_the_same_mail_go_out_again()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.EndOfData).Once().AfterAccepting().Drop();
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        await node.DrainAsync();
        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
        await world.AdvanceToAsync(id);
        await node.DrainAsync();

        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Sent, 2), (mail.State, mail.Attempts.Count));
        Assert.Equal([mail.MessageId, mail.MessageId], server.Mails.All.Select(m => m.MessageId));
    }

    [Fact]
    public async Task A_temporary_refusal_is_tried_again_at_growing_gaps()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.RcptTo).Times(5).Reply(451, "4.7.1 Greylisted, come back later");
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        var gaps = new List<TimeSpan>();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await node.DrainAsync();
            gaps.Add((await world.MailAsync(id)).DueAt - world.Now);
            await world.AdvanceToAsync(id);
        }

        await node.DrainAsync();

        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Sent, 6), (mail.State, mail.AttemptCount));
        Assert.Equal("451 4.7.1 Greylisted, come back later", mail.Attempts[0].Answer);
        Assert.All(gaps.Zip(gaps.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.InRange(gaps[0], TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_mail_that_is_refused_temporarily_for_days_is_given_up()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.RcptTo).Reply(450, "4.2.1 Mailbox busy");
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync(Nina);

        world.Clock.Advance(TimeSpan.FromHours(71));
        await node.DrainAsync();
        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await node.DrainAsync();

        var mail = await world.MailAsync(id);
        Assert.Equal(MailState.Failed, mail.State);
        Assert.Contains("450 4.2.1 Mailbox busy", mail.LastAnswer);
        Assert.Contains("72 hours", mail.LastAnswer);
    }

    [Theory]
    [InlineData(SmtpStep.RcptTo, 550, "5.1.1 No such mailbox")]
    [InlineData(SmtpStep.EndOfData, 554, "5.7.1 Content refused")]
    public async Task A_lasting_refusal_fails_at_once_in_the_servers_words(SmtpStep step, int code, string text)
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(step).Once().Reply(code, text);
        await using var node = new MailNode(world, server);
        var failing = await world.OweAsync(Nina);
        var other = await world.OweAsync("other@partner.example");

        await node.DrainAsync();

        var states = new[] { (await world.MailAsync(failing)), (await world.MailAsync(other)) };
        var failed = Assert.Single(states, m => m.State == MailState.Failed);
        Assert.Equal($"{code} {text}", failed.LastAnswer);
        Assert.Single(states, m => m.State == MailState.Sent);
    }

    [Fact]
    public async Task A_secret_whose_keys_are_gone_fails_once_and_says_to_issue_anew()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(
            world, server, secrets: new MailSecrets(new EphemeralDataProtectionProvider()));
        var id = await world.OweAsync(Nina, new PasswordReset(Guid.CreateVersion7(), world.Now), MailWorld.Secret);

        await node.DrainAsync();
        await node.DrainAsync();

        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Failed, 1, OutgoingMail.KeysLost), (mail.State, mail.AttemptCount, mail.LastAnswer));
        Assert.Equal(["ada@registry.example"], Assert.Single(server.Mails.All).Recipients);
    }

    [Fact]
    public async Task A_wiped_secret_is_nowhere_in_the_database_files()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(world, server);
        var reset = new PasswordReset(Guid.CreateVersion7(), world.Now.AddHours(1));
        var id = await world.OweAsync(Nina, reset, MailWorld.Secret);
        var encrypted = (await world.MailAsync(id)).ProtectedSecret!;
        await DatabaseFiles.CheckpointAsync(world);
        Assert.True(await DatabaseFiles.ContainAsync(world, encrypted));

        var cancel = TestContext.Current.CancellationToken;
        await node.Worker.StartAsync(cancel);
        await server.Mails.WaitForRecipientAsync(Nina, cancellationToken: cancel);
        await node.Worker.StopAsync(cancel);

        Assert.Equal(MailState.Sent, (await world.MailAsync(id)).State);
        Assert.False(await DatabaseFiles.ContainAsync(world, encrypted));
        Assert.False(await DatabaseFiles.ContainAsync(world, MailWorld.Secret));
    }
}
