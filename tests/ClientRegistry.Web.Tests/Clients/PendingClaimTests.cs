using Bunit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Clients;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Tests.Clients;

/// <summary>What <c>/clients/{client_id}</c> says of a secret that waits to be picked up, and of one that nobody did.</summary>
public sealed class PendingClaimTests
{
    [Fact]
    public async Task Whoever_waits_reads_until_when_and_has_a_new_link_sent_or_takes_it_back()
    {
        await using var world = await World.CreateAsync();
        var clientId = await WaitingAsync(world);
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);
        page.WaitForText("A secret waits to be picked up by Dora (dora@northwind.example) until 2026-11-26 09:00 UTC");
        Assert.Contains("was not opened yet", page.Text(), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#claim-recipient"));

        await page.PressAsync("Send a new link");
        page.WaitForText("The link goes to Dora (dora@northwind.example) by mail.");
        Assert.Equal(2, (await world.MailsAsync<ClaimLinkSent>()).Count);

        await page.PressAsync("Cancel the link");
        page.WaitForText("The link no longer works.");
        page.WaitForText("The link to a secret that Dora (dora@northwind.example) had was taken back.");
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Cancel the link");
    }

    [Fact]
    public async Task The_staff_chooses_among_the_members_and_sees_that_it_was_opened()
    {
        await using var world = await World.CreateAsync();
        var clientId = await WaitingAsync(world);
        await using (var db = world.Database.CreateDbContext())
            await db.SecretClaims.ExecuteUpdateAsync(set => set.SetProperty(c => c.OpenedAt, world.Now));
        await using var pages = new PortalPages(world, world.AccountManager);
        var page = Open(pages, clientId);
        page.WaitForText("The link was opened on 2026-11-23 09:00 UTC, and not used yet.");

        await page.Find("#claim-recipient").ChangeAsync(world.PartnerAdministrator.UserId!.Value.ToString());
        await page.PressAsync("Send a new link");

        page.WaitForText("The link goes to Pavel (pavel@northwind.example) by mail.");
        page.WaitForText("A secret waits to be picked up by Pavel");
    }

    [Fact]
    public async Task After_its_end_the_page_says_so_with_the_way_out()
    {
        await using var world = await World.CreateAsync();
        var clientId = await WaitingAsync(world);
        world.Clock.Advance(TimeSpan.FromHours(73));
        await using var pages = new PortalPages(world, world.Developer);

        var page = Open(pages, clientId);

        page.WaitForText("It has no live secret and cannot authenticate.");
        page.WaitForText("Dora (dora@northwind.example) did not pick up the secret until 2026-11-26 09:00 UTC");
        page.WaitForText("Every token request of it is refused. Have a link to a secret sent to you, or add a secret");
        Assert.Contains(page.FindAll("button"), b => b.TextContent == "Send a new link");
    }

    [Fact]
    public async Task A_client_with_no_secret_and_no_link_at_all_says_what_to_do()
    {
        await using var world = await World.CreateAsync();
        var client = Client.Issue(
            "cr-p-bare", world.Partner.Id, ClientEnvironment.Production, WorldRequests.Metadata, null, world.Now);
        await world.SaveAsync(client);
        await using var pages = new PortalPages(world, world.PartnerAdministrator);
        var page = Open(pages, "cr-p-bare");
        page.WaitForText("It has no live secret and cannot authenticate.");
        page.WaitForText("Every token request of it is refused.");

        await page.PressAsync("Send a link");

        page.WaitForText("A secret waits to be picked up by Pavel");
    }

    [Fact]
    public async Task An_auditor_reads_it_and_can_do_nothing_and_a_client_with_secrets_is_not_bothered()
    {
        await using var world = await World.CreateAsync();
        var waiting = await WaitingAsync(world);
        await using (var pages = new PortalPages(world, world.Auditor))
        {
            var page = Open(pages, waiting);
            page.WaitForText("A secret waits to be picked up by Dora");
            Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("link", StringComparison.Ordinal));
        }

        await using (var db = world.Database.CreateDbContext())
            await db.Partners.ExecuteUpdateAsync(set => set.SetProperty(p => p.RequiresClaimLink, false));
        var mailed = await world.IssuedAsync();
        await using var own = new PortalPages(world, world.Developer);
        Assert.DoesNotContain("link", Open(own, mailed).Find("[aria-labelledby=secrets-title]").TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<ClientPage> Open(PortalPages pages, string clientId) =>
        pages.Open<ClientPage>($"/clients/{clientId}", p => p.Add(x => x.ClientId, clientId));

    /// <summary>A client whose secret waits for Dora, 72 hours long.</summary>
    private static async Task<string> WaitingAsync(World world)
    {
        await using (var db = world.Database.CreateDbContext())
            await db.Partners.ExecuteUpdateAsync(set => set.SetProperty(p => p.RequiresClaimLink, true));
        return await world.IssuedAsync();
    }
}
