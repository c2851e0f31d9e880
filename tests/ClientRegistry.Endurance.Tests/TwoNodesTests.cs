using ClientRegistry.Core.Mail;
using ClientRegistry.Endurance.Tests.Infrastructure;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;

namespace ClientRegistry.Endurance.Tests;

/// <summary>Two processes send the mail of one database, and one of them stands still (SIGSTOP) beyond its lease.</summary>
public sealed class TwoNodesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_node_that_stood_still_in_the_middle_of_its_mails_sends_none_that_the_other_has_sent()
    {
        await using var site = await Site.CreateAsync();
        var approvals = new Approvals(site);
        var sleeper = await site.StartAsync();
        await approvals.FillAsync(3);
        var beforeContent = new[] { Hold(site, SmtpStep.RcptTo, 0), Hold(site, SmtpStep.Data, 1) };
        var handedOver = Hold(site, SmtpStep.EndOfData, 2);
        await approvals.RunAsync(sleeper);
        foreach (var gate in (SmtpGate[])[.. beforeContent, handedOver]) await gate.WaitForArrivalAsync();

        var other = await site.StartAsync();
        await site.WhileNobodyWritesAsync(() => sleeper.SignalAsync("STOP"));
        await site.MailServer.Mails.WaitForCountAsync(3, Patience);
        await site.AllSentAsync(Patience);
        var settled = await StatesAsync(site);

        await sleeper.SignalAsync("CONT");
        foreach (var gate in (SmtpGate[])[.. beforeContent, handedOver]) gate.Release();
        await Eventually.IsTrueAsync(() => Task.FromResult(LeasesLost(sleeper) == 3), Patience);

        // The one that was handed over already is beyond anybody's reach; it is the same mail under the same Message-ID.
        var received = site.MailServer.Mails.All;
        Assert.Equal(settled.Select(m => m.MessageId), received.Select(m => m.MessageId!).Distinct().Order());
        var twice = Assert.Single(received.GroupBy(m => m.MessageId), copies => copies.Count() > 1);
        Assert.Equal([site.AddressOf(2), site.AddressOf(2)], twice.Select(m => m.Recipients.Single()));
        Assert.Equal(settled, await StatesAsync(site));
        Assert.Equal(0, LeasesLost(other));

        await approvals.FillAsync(1);
        await approvals.RunAsync(sleeper);
        await site.MailServer.Mails.WaitForRecipientAsync(site.AddressOf(3));
    }

    /// <summary>Holds the first mail to somebody, and only the first time.</summary>
    private static SmtpGate Hold(Site site, SmtpStep step, int developer) =>
        site.MailServer.When(step).ForRecipient(site.AddressOf(developer)).Once().Hold();

    private static int LeasesLost(RegistryServer node) =>
        node.Output.Count(line => line.Contains("Mail lease lost", StringComparison.Ordinal));

    private static async Task<List<(string MessageId, MailState State, int Attempts, DateTimeOffset? SentAt, Guid Token)>>
        StatesAsync(Site site) => [.. (await site.MailsAsync())
            .Select(m => (m.MessageId, m.State, m.Attempts.Count, m.SentAt, m.ConcurrencyToken)).Order()];
}
