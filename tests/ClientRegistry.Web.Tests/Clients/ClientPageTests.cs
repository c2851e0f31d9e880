using Bunit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Clients;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Clients;

/// <summary><c>/clients</c> and <c>/clients/{client_id}</c>, as different people see and use them.</summary>
public sealed class ClientPageTests
{
    [Fact]
    public async Task A_partner_finds_its_own_clients_and_the_search_lives_in_the_address()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await world.IssuedAsync(WorldRequests.Metadata with { ClientName = "Invoice desk" });
        await using var pages = new PortalPages(world, world.Developer);

        var list = pages.Open<ClientList>("/clients");
        list.WaitForText("2 clients");
        list.Find("#search").Change(clientId);
        await list.Find("form[role=search]").SubmitAsync();

        list.WaitForText("1 client");
        Assert.EndsWith(
            $"/clients?q={clientId}", pages.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.DoesNotContain("Invoice desk", list.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_what_to_do_next()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Developer);

        var list = pages.Open<ClientList>("/clients");

        list.WaitForText("No clients yet");
        Assert.Contains(list.FindAll("a"), a => a.GetAttribute("href") == "/requests/new");
    }

    [Fact]
    public async Task A_partner_sees_the_client_with_its_marks_and_cannot_suspend_it()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);

        var page = Open(pages, clientId);

        page.WaitForText("Its mail has not gone out yet");
        Assert.Contains(
            page.FindAll("button[data-copy]"), b => b.GetAttribute("data-copy") == WorldRequests.Metadata.RedirectUris[0]);
        Assert.Contains(page.FindAll("button"), b => b.TextContent.Trim() == "Propose a change");
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("Suspend", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_partners_client_is_not_there()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.OtherDeveloper);

        var page = Open(pages, clientId);

        Assert.DoesNotContain("Order importer", page.Markup, StringComparison.Ordinal);
        Assert.Contains("There is no such page", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proposing_a_change_leads_to_its_form_and_is_offered_once()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);

        await page.PressAsync("Propose a change");

        page.WaitForAssertion(
            () => Assert.EndsWith(
                "/requests/2/edit", pages.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal),
            PortalPages.Patience);
        Open(pages, clientId).WaitForText("Request 2 is to change it.");
    }

    [Fact]
    public async Task The_staff_suspends_with_a_reason_and_reinstates()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var page = Open(pages, clientId);

        await page.PressAsync("Suspend…");
        await page.Find("#status-reason").Closest("form")!.SubmitAsync();
        page.WaitForText("Say why: the partner reads it.");
        await page.Find("#status-reason").InputAsync("The secret leaked.");
        await page.Find("#status-reason").Closest("form")!.SubmitAsync();

        page.WaitForText("Suspended: every authorization and token request is refused until it is reinstated");
        page.WaitForText("Max suspended it");
        Assert.Equal(ClientStatus.Suspended, await StatusAsync(world));
        await page.PressAsync("Reinstate…");
        await page.Find("#status-reason").InputAsync("A new one is in place.");
        await page.Find("#status-reason").Closest("form")!.SubmitAsync();
        page.WaitForText("Max reinstated it");
        Assert.Equal(ClientStatus.Active, await StatusAsync(world));
    }

    [Fact]
    public async Task An_auditor_is_told_who_may_suspend()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Auditor);

        Open(pages, clientId).WaitForText("Max (max@registry.example), the account manager of Northwind, and administrators may");
    }

    [Fact]
    public async Task The_history_shows_each_revision_with_its_difference()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        var number = await world.SubmittedChangeAsync(clientId, WorldRequests.Metadata with { ClientName = "Order mover" });
        await world.ApprovedAsync(number);
        await using var pages = new PortalPages(world, world.Developer);

        var page = Open(pages, clientId);

        page.WaitForText("Revision 2, live");
        Assert.Equal(("Order importer", "Order mover"), (page.Find("del").TextContent, page.Find("ins").TextContent));
    }

    private static IRenderedComponent<ClientPage> Open(PortalPages pages, string clientId) =>
        pages.Open<ClientPage>($"/clients/{clientId}", p => p.Add(x => x.ClientId, clientId));

    private static async Task<ClientStatus> StatusAsync(World world)
    {
        await using var db = world.Database.CreateDbContext();
        return (await db.Clients.AsNoTracking().SingleAsync(Xunit.TestContext.Current.CancellationToken)).Status;
    }
}
