using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>Who is told by mail of a mail that has failed for good, and how often.</summary>
public sealed class MailFailureNoticeTests
{
    private const string Ada = "ada@registry.example";
    private const string Dora = "dora@northwind.example";
    private const string Max = "max@registry.example";
    private const string Petra = "petra@registry.example";

    [Theory, OnEachDatabase]
    public async Task The_account_manager_is_told_what_failed_why_and_what_to_do_and_nothing_that_it_said(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        Refuse(server, Dora);
        await using var node = new MailNode(world, server);
        var clientId = await world.IssuedAsync();

        await node.DrainAsync();

        var failed = Assert.Single(await world.MailsAsync<CredentialsIssued>());
        Assert.Equal(MailState.Failed, failed.State);
        var received = Assert.Single(server.Mails.All);
        Assert.Equal([Max], received.Recipients);
        var message = received.Parse();
        Assert.Equal("Not delivered: Credentials issued, to Dora", message.Subject);
        Assert.All(
            new[] { message.TextBody!, message.HtmlBody! },
            body =>
            {
                Assert.Contains(Dora, body, StringComparison.Ordinal);
                Assert.Contains("Northwind", body, StringComparison.Ordinal);
                Assert.Contains("550 5.1.1 No such mailbox", body, StringComparison.Ordinal);
                Assert.Contains("add a new secret", body, StringComparison.Ordinal);
                Assert.Contains($"https://registry.example/clients/{clientId}", body, StringComparison.Ordinal);
                Assert.Contains("https://registry.example/admin/mail?state=Failed", body, StringComparison.Ordinal);
                Assert.DoesNotContain(world.MailSecrets.Unprotect(failed.ProtectedSecret!), body, StringComparison.Ordinal);
                Assert.DoesNotContain("importer.example", body, StringComparison.Ordinal);
            });
        var notice = Assert.Single(await world.MailsAsync<MailFailed>());
        Assert.Equal((world.Partner.Id, null), (notice.PartnerId, notice.ProtectedSecret));
        Assert.Equal(failed.LastAnswer, Assert.Single((await world.MailAsync(failed.Id)).Attempts).Answer);
    }

    [Theory, OnEachDatabase]
    public async Task Of_one_partner_and_day_there_is_one_notice_and_the_next_day_another(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        Refuse(server, "gone@northwind.example", "gone@contoso.example");
        await using var node = new MailNode(world, server);

        await FailAsync(world, node, world.Partner);
        world.Clock.Advance(TimeSpan.FromHours(14));
        await FailAsync(world, node, world.Partner);
        Assert.Equal([Max], await ToldAsync(world));

        await FailAsync(world, node, world.OtherPartner);
        Assert.Equal([Max, Max, Petra], await ToldAsync(world));

        world.Clock.Advance(TimeSpan.FromHours(2));
        await FailAsync(world, node, world.Partner);
        Assert.Equal([Max, Max, Max, Petra], await ToldAsync(world));
        Assert.Equal(4, (await world.CountAsync())[MailState.Failed]);
        Assert.Equal(4, server.Mails.All.Count);
    }

    [Theory, OnEachDatabase]
    public async Task Many_that_fail_at_once_on_two_nodes_bring_one_notice_a_person(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        var addresses = Enumerable.Range(1, 12).Select(i => $"gone{i}@contoso.example").ToArray();
        Refuse(server, addresses);
        await using var first = new MailNode(world, server);
        await using var second = new MailNode(world, server);
        foreach (var address in addresses) await OweAsync(world, world.OtherPartner, address);

        await Task.WhenAll(first.DrainAsync(), second.DrainAsync());
        await first.DrainAsync();

        Assert.Equal([Max, Petra], await ToldAsync(world));
        Assert.Equal(
            (addresses.Length, 2), ((await world.CountAsync())[MailState.Failed], (await world.CountAsync())[MailState.Sent]));
    }

    [Fact]
    public async Task A_notice_that_fails_brings_no_other()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        Refuse(server, "gone@northwind.example", Max);
        await using var node = new MailNode(world, server);

        await FailAsync(world, node, world.Partner);
        await node.DrainAsync();

        Assert.Equal(MailState.Failed, Assert.Single(await world.MailsAsync<MailFailed>()).State);
        Assert.Equal(2, Assert.Single(await world.CountAsync()).Value);
    }

    [Fact]
    public async Task The_administrators_are_told_when_it_is_the_account_managers_own_address_that_takes_no_mail()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        Refuse(server, Max);
        await using var node = new MailNode(world, server);
        await OweAsync(world, world.Partner, Max);

        await node.DrainAsync();

        Assert.Equal([Ada], await ToldAsync(world));
    }

    [Fact]
    public async Task The_administrators_are_told_of_a_mail_that_concerns_no_partner()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        Refuse(server, "visitor@fabrikam.example");
        await using var node = new MailNode(world, server);
        var id = await world.OweAsync("visitor@fabrikam.example");

        await node.DrainAsync();

        var received = Assert.Single(server.Mails.All);
        Assert.Equal([Ada], received.Recipients);
        Assert.Contains($"https://registry.example/admin/mail/{id}", received.Parse().TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_tried_for_days_brings_a_notice_when_it_is_given_up_and_not_before()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.RcptTo).ForRecipient("gone@northwind.example").Reply(450, "4.2.1 Mailbox busy");
        await using var node = new MailNode(world, server);
        await OweAsync(world, world.Partner, "gone@northwind.example");

        world.Clock.Advance(TimeSpan.FromHours(71));
        await node.DrainAsync();
        Assert.Empty(await ToldAsync(world));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await node.DrainAsync();

        var body = Assert.Single(server.Mails.All).Parse().TextBody;
        Assert.Contains("Given up after 72 hours. The last answer: 450 4.2.1 Mailbox busy", body!.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_is_paused_brings_none()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.Auth).Reply(535, "5.7.8 Wrong password");
        await using var node = new MailNode(world, server);
        await OweAsync(world, world.Partner, Dora);

        await node.DrainAsync();
        world.Clock.Advance(TimeSpan.FromDays(4));
        await node.DrainAsync();

        Assert.Equal(MailState.Due, Assert.Single(await world.CountAsync()).Key);
        Assert.Empty(await ToldAsync(world));
    }

    private static void Refuse(SmtpTestServer server, params string[] addresses)
    {
        foreach (var address in addresses)
            server.When(SmtpStep.RcptTo).ForRecipient(address).Reply(550, "5.1.1 No such mailbox");
    }

    private static async Task FailAsync(World world, MailNode node, Partner partner)
    {
        await OweAsync(world, partner, $"gone@{partner.Name.ToLowerInvariant()}.example");
        await node.DrainAsync();
    }

    private static async Task OweAsync(World world, Partner partner, string address)
    {
        await using var db = world.Database.CreateDbContext();
        world.Outbox.Owe(db, new MailRecipient("Gone", address), new PartnerApplicationReceived("Fabrikam"))
            .PartnerId = partner.Id;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>To whom there is a notice, in the order of their names.</summary>
    private static async Task<IEnumerable<string>> ToldAsync(World world) =>
        (await world.MailsAsync<MailFailed>()).Select(m => m.RecipientAddress).Order();
}
