using Bunit;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Sending;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Admin;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Admin;

public sealed class MailPageTests
{
    private const string Secret = "crs_never-shown";

    [Fact]
    public async Task The_queue_shows_its_depth_its_alarm_and_each_mail_but_no_secret()
    {
        await using var world = await World.CreateAsync();
        var failed = await OweAsync(world, MailState.Failed, "550 5.1.1 No such mailbox");
        await OweAsync(world, MailState.Due, null);
        await using var pages = new PortalPages(world, world.AccountManager);
        pages.Services.GetRequiredService<TransportGate>()
            .Learn(SendVerdict.Misconfigured, "Sign-in refused: 535 5.7.8", world.Now);

        var page = pages.Open<MailQueuePage>("/admin/mail");

        page.WaitForText("The queue is paused");
        Assert.Contains("535 5.7.8", page.Text());
        Assert.Contains("1 mail", page.Text());
        Assert.Contains("550 5.1.1 No such mailbox", page.Text());
        Assert.Single(page.FindAll($"a[href='/admin/mail/{failed}']"));
        Assert.DoesNotContain("Try now", page.Text());
        Assert.DoesNotContain(Secret, page.Markup);
    }

    [Fact]
    public async Task The_filter_stands_in_the_address()
    {
        await using var world = await World.CreateAsync();
        await OweAsync(world, MailState.Failed, "550 5.1.1 No such mailbox");
        await OweAsync(world, MailState.Sent, "250 2.0.0 Ok");
        await using var pages = new PortalPages(world, world.Auditor);

        var page = pages.Open<MailQueuePage>("/admin/mail?state=Failed");

        page.WaitForState(() => page.FindAll("tbody tr").Count == 1, PortalPages.Patience);
        Assert.Contains("550", page.Find("tbody tr").TextContent);
    }

    [Fact]
    public async Task An_administrator_sends_a_failed_mail_again()
    {
        await using var world = await World.CreateAsync();
        var id = await OweAsync(world, MailState.Failed, "550 5.1.1 No such mailbox");
        await using var pages = new PortalPages(world, world.Administrator);
        var page = pages.Open<MailEntryPage>($"/admin/mail/{id}", p => p.Add(x => x.Id, id));

        await page.PressAsync("Send again");

        page.WaitForText("It is in the queue again");
        await using var db = world.Database.CreateDbContext();
        Assert.Equal(MailState.Due, (await db.OutgoingMails.SingleAsync(Cancel)).State);
        Assert.Equal(AuditActions.MailResent, (await db.AuditEvents.SingleAsync(Cancel)).Action);
    }

    [Fact]
    public async Task Cancelling_asks_for_a_reason_and_wipes_the_secret()
    {
        await using var world = await World.CreateAsync();
        var id = await OweAsync(world, MailState.Due, null);
        await using var pages = new PortalPages(world, world.Administrator);
        var page = pages.Open<MailEntryPage>($"/admin/mail/{id}", p => p.Add(x => x.Id, id));

        await page.Find("form").SubmitAsync();
        page.WaitForText("Say why");
        await page.Find("#cancel-reason").ChangeAsync("Wrong person");
        await page.Find("form").SubmitAsync();

        page.WaitForText("It is cancelled");
        Assert.Contains("cannot be sent again", page.Text());
        await using var db = world.Database.CreateDbContext();
        var mail = await db.OutgoingMails.SingleAsync(Cancel);
        Assert.Equal((MailState.Cancelled, null), (mail.State, mail.ProtectedSecret));
        Assert.Equal("Wrong person", (await db.AuditEvents.SingleAsync(Cancel)).Reason);
    }

    [Fact]
    public async Task Only_administrators_are_offered_to_act_and_partners_see_nothing()
    {
        await using var world = await World.CreateAsync();
        var id = await OweAsync(world, MailState.Failed, "550 5.1.1 No such mailbox");
        foreach (var actor in new[] { world.AccountManager, world.Auditor })
        {
            await using var pages = new PortalPages(world, actor);
            var page = pages.Open<MailEntryPage>($"/admin/mail/{id}", p => p.Add(x => x.Id, id));
            Assert.Contains("nina@partner.example", page.Text());
            Assert.DoesNotContain("What you can do", page.Text());
        }

        await using var partner = new PortalPages(world, world.Developer);
        Assert.Contains("You cannot open this page", partner.Open<MailQueuePage>("/admin/mail").Text());
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private static async Task<Guid> OweAsync(World world, MailState state, string? answer)
    {
        await using var db = world.Database.CreateDbContext();
        var reset = new PasswordReset(Guid.CreateVersion7(), world.Now);
        var mail = world.Outbox.Owe(db, new MailRecipient("Nina", "nina@partner.example"), reset, Secret);
        await db.SaveChangesAsync(Cancel);
        await db.OutgoingMails.Where(m => m.Id == mail.Id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, state).SetProperty(m => m.LastAnswer, answer), Cancel);
        return mail.Id;
    }
}
