using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ClientRegistry.Core.Mail;
using ClientRegistry.Endurance.Tests.Infrastructure;
using ClientRegistry.Testing;

namespace ClientRegistry.Endurance.Tests;

/// <summary>Requests are approved while the mail server is away; then it comes back.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan DeliveredWithin = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task What_was_owed_while_the_mail_server_was_away_arrives_whole_and_oldest_first_when_it_is_back()
    {
        await using var site = await Site.CreateAsync();
        var approvals = new Approvals(site);
        var node = await site.StartAsync();
        await approvals.FillAsync(10);
        await approvals.RunAsync(node);
        await site.AllSentAsync(TimeSpan.FromMinutes(1));
        var memory = new Memory(node);
        Assert.Equal("Healthy", await MailHealthAsync(node));

        await site.MailServer.StopAsync();
        await approvals.FillAsync(Effort.MailsOfOutage);
        await approvals.RunAsync(node);
        memory.Note("with all approved");
        Assert.Equal(Effort.MailsOfOutage, approvals.Acknowledged.Count - 10);
        await Eventually.IsTrueAsync(async () => await MailHealthAsync(node) == "Degraded", TimeSpan.FromMinutes(1));
        var states = await site.CountMailsAsync();
        Assert.Equal((10, false), (states[MailState.Sent], states.ContainsKey(MailState.Failed)));

        await site.MailServer.RestartAsync();
        var back = Stopwatch.GetTimestamp();
        var received = await site.MailServer.Mails.WaitForCountAsync(10 + Effort.MailsOfOutage, DeliveredWithin);
        var took = Stopwatch.GetElapsedTime(back);
        await site.AllSentAsync(TimeSpan.FromMinutes(1));
        memory.Note("with all delivered");

        var order = (await site.MailsAsync()).Select(m => m.MessageId).ToList();
        Assert.Equal(order.Order(), received.Select(m => m.MessageId!).Order());
        Assert.All(
            received.GroupBy(m => m.Recipients.Single()),
            mails => Assert.Equal(mails.OrderBy(m => order.IndexOf(m.MessageId!)), mails));
        var distances = received.Select((mail, at) => Math.Abs(order.IndexOf(mail.MessageId!) - at)).ToList();

        // Four go at once, so a mail may overtake its neighbours; one that has to wait for the database, a few more.
        Assert.InRange(distances.Average(), 0, 12);
        await Eventually.IsTrueAsync(async () => await MailHealthAsync(node) == "Healthy", TimeSpan.FromMinutes(1));
        Effort.Report($"{Effort.MailsOfOutage} mails delivered {took.TotalSeconds:F1} s after the server was back, "
            + $"{distances.Average():F1} places from their order on average, {distances.Max()} at most. {memory}");
    }

    private static async Task<string?> MailHealthAsync(RegistryServer node)
    {
        using var http = new HttpClient { BaseAddress = node.Address };
        var health = await http.GetFromJsonAsync<JsonElement>("/health/ready");
        return health.GetProperty("checks").GetProperty("mail").GetString();
    }

    private sealed class Memory
    {
        private readonly RegistryServer _node;
        private string _text;

        public Memory(RegistryServer node)
        {
            _node = node;
            _text = $"Resident memory, MiB: {node.Memory:F0} before";
        }

        public void Note(string when) => _text += $", {_node.Memory:F0} {when}";

        public override string ToString() => _text + ".";
    }
}
