using Bunit;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Partners;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Partners;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Partners;

/// <summary><c>/partners</c> and <c>/partners/{id}</c>, as different people see and use them.</summary>
public sealed class PartnerPageTests
{
    [Fact]
    public async Task The_list_shows_what_its_address_asks_for_and_a_search_changes_the_address()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Auditor);

        var list = pages.Open<PartnerList>("/partners?q=north");
        Assert.Contains("Northwind", list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Contoso", list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Add a partner", list.Markup, StringComparison.Ordinal);

        list.Find("#partner-search").Change("no such");
        await list.Find("form[role=search]").SubmitAsync();
        Assert.EndsWith("/partners?q=no%20such", pages.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        list.WaitForText("No partner fits");
    }

    [Fact]
    public async Task Whoever_is_not_on_the_staff_is_told_so_and_whom_to_ask()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Developer);

        var list = pages.Open<PartnerList>("/partners");

        list.WaitForText("Max, max@registry.example");
        Assert.DoesNotContain("Contoso", list.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_is_accepted_on_the_page_and_its_partner_stands_in_the_list()
    {
        await using var world = await World.CreateAsync();
        await world.SaveAsync(new PartnerApplication("Fabrikam", "Greta", "greta@fabrikam.example", null, "Sync.", world.Now));
        await using var pages = new PortalPages(world, world.AccountManager);
        var list = pages.Open<PartnerList>("/partners");
        list.WaitForText("Fabrikam");

        await list.PressAsync("Accept Fabrikam");
        await list.FindAll("form").Single(f => f.TextContent.Contains("Name of the partner", StringComparison.Ordinal)).SubmitAsync();

        list.WaitForText("Fabrikam is a partner. Greta gets the invitation by mail.");
        list.WaitForText("No application waits for a decision.");
        list.WaitForAssertion(() => Assert.Contains(list.FindAll(".rows a"), a => a.TextContent == "Fabrikam"), PortalPages.Patience);
    }

    [Fact]
    public async Task Declining_without_a_reason_is_refused_at_the_field_and_keeps_the_application()
    {
        await using var world = await World.CreateAsync();
        await world.SaveAsync(new PartnerApplication("Fabrikam", "Greta", "greta@fabrikam.example", null, "Sync.", world.Now));
        await using var pages = new PortalPages(world, world.AccountManager);
        var list = pages.Open<PartnerList>("/partners");
        list.WaitForText("Fabrikam");

        await list.PressAsync("Decline Fabrikam");
        await list.FindAll("form").Single(f => f.TextContent.Contains("Why not", StringComparison.Ordinal)).SubmitAsync();

        list.WaitForText("Say why, in at most 4000 characters");
        Assert.Equal("true", list.Find("textarea").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_partner_administrator_invites_and_wrong_input_keeps_what_was_typed()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.PartnerAdministrator);
        var page = Open(pages, world);

        page.Find("#invite-email").Input("nobody");
        page.Find("#invite-name").Input("Nina");
        await page.Find("form").SubmitAsync();
        page.WaitForText("Give a mail address such as name@example.com.");
        Assert.Equal("Nina", page.Find("#invite-name").GetAttribute("value"));

        page.Find("#invite-email").Input("nina@northwind.example");
        await page.Find("form").SubmitAsync();
        page.WaitForText("Nina is invited; the mail goes to nina@northwind.example.");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("ul[aria-labelledby=invitations-heading] li")), PortalPages.Patience);
    }

    [Fact]
    public async Task A_developer_sees_their_colleagues_but_nothing_to_change_and_who_can()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Developer);

        var page = Open(pages, world);

        Assert.Contains("Pavel", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
        Assert.Contains("Pavel, pavel@northwind.example", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_of_others_looks_like_one_that_does_not_exist()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.OtherDeveloper);

        Assert.Equal("There is no such page", Open(pages, world).Find("h1").TextContent);
    }

    [Fact]
    public async Task An_administrator_lets_secrets_travel_by_claim_link_only_and_others_have_no_such_switch()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Administrator);
        var page = Open(pages, world);
        Assert.DoesNotContain("By claim link only", page.Text(), StringComparison.Ordinal);

        await page.PressAsync("Change name, account manager or secrets");
        await page.Find("#partner-claim-link").ChangeAsync(true);
        await page.Find("#partner-claim-link").Closest("form")!.SubmitAsync();

        page.WaitForText("By claim link only: no mail holds one. It is required for this partner.");
        await using var others = new PortalPages(world, world.AccountManager);
        var seen = Open(others, world);
        seen.WaitForText("By claim link only");
        Assert.DoesNotContain(seen.FindAll("button"), b => b.TextContent.StartsWith("Change name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Removing_asks_first_and_the_last_administrator_stays()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var page = Open(pages, world);

        var asking = page.PressAsync("Remove Dora");
        await pages.AnswerAsync("Keep");
        await asking;
        Assert.Contains("Dora", page.Find("ul[aria-labelledby=members-heading]").TextContent, StringComparison.Ordinal);

        asking = page.PressAsync("Remove Dora");
        await pages.AnswerAsync("Remove");
        await asking;
        page.WaitForText("Dora is no longer a member.");

        asking = page.PressAsync("Remove Pavel");
        await pages.AnswerAsync("Remove");
        await asking;
        page.WaitForText("Pavel is the partner's last administrator. Make another member administrator first.");
    }

    [Fact]
    public async Task Whose_role_was_taken_away_while_the_page_was_open_is_refused()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.PartnerAdministrator);
        var page = Open(pages, world);
        await using (var db = world.Database.CreateDbContext())
        {
            await db.PartnerMembers.Where(m => m.UserId == world.PartnerAdministrator.UserId)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, PartnerRole.Developer));
        }

        page.Find("#invite-email").Input("nina@northwind.example");
        page.Find("#invite-name").Input("Nina");
        await page.Find("form").SubmitAsync();

        page.WaitForText("Only a partner administrator does this");
        await using var after = world.Database.CreateDbContext();
        Assert.Empty(await after.Invitations.ToListAsync());
    }

    private static IRenderedComponent<PartnerView> Open(PortalPages pages, World world) =>
        pages.Open<PartnerView>($"/partners/{world.Partner.Id}", p => p.Add(v => v.Id, world.Partner.Id));
}
