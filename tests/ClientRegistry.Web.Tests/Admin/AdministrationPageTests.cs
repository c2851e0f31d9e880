using Bunit;
using ClientRegistry.Core.Audit;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Admin;

namespace ClientRegistry.Web.Tests.Admin;

/// <summary><c>/admin/scopes</c> and <c>/admin/audit</c>.</summary>
public sealed class AdministrationPageTests
{
    [Fact]
    public async Task An_administrator_adds_a_scope_and_is_told_what_is_wrong_with_a_name()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Administrator);
        var page = pages.Open<ScopeCatalogue>("/admin/scopes");

        await page.PressAsync("Add a scope");
        page.Find("#scope-name").Input("two words");
        page.Find("#scope-description").Input("Read stock");
        await page.Find("form.panel").SubmitAsync();
        page.WaitForText("Give a scope-token");
        Assert.Equal("Read stock", page.Find("#scope-description").GetAttribute("value"));

        page.Find("#scope-name").Input("stock:read");
        await page.Find("form.panel").SubmitAsync();
        page.WaitForText("stock:read is in the catalogue.");
    }

    [Fact]
    public async Task Retiring_a_scope_asks_first_and_takes_it_off_the_list()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Administrator);
        var page = pages.Open<ScopeCatalogue>("/admin/scopes");

        var asking = page.PressAsync("Retire orders-api");
        await pages.AnswerAsync("Retire");
        await asking;

        page.WaitForText("orders-api is retired.");
        page.WaitForAssertion(
            () => Assert.DoesNotContain("orders-api", page.Find(".rows").TextContent, StringComparison.Ordinal), PortalPages.Patience);
    }

    [Fact]
    public async Task An_auditor_reads_the_catalogue_and_learns_who_changes_it()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Auditor);

        var page = pages.Open<ScopeCatalogue>("/admin/scopes?retired=true");

        Assert.Contains("legacy-api", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("orders-api", page.Markup, StringComparison.Ordinal);
        page.WaitForText("Only administrators change the catalogue: Ada, ada@registry.example.");
    }

    [Fact]
    public async Task The_audit_trail_shows_what_its_address_asks_for_and_links_to_what_it_is_about()
    {
        await using var world = await World.CreateAsync();
        await world.SaveAsync(
            new AuditEvent(world.Developer, AuditActions.RequestDrafted, "request:7", null, null, world.Now),
            new AuditEvent(world.AccountManager, AuditActions.ClientSuspended, "client:cr-s-x", null, "<b>leaked</b>", world.Now));
        await using var pages = new PortalPages(world, world.Auditor);

        var page = pages.Open<AuditTrail>("/admin/audit?actor=max&from=2026-11-23&until=2026-11-23");

        var row = Assert.Single(page.FindAll("tbody tr"));
        Assert.Contains("<b>leaked</b>", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("/clients/cr-s-x", row.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_account_manager_does_not_read_the_audit_trail_and_is_told_who_does()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);

        var page = pages.Open<AuditTrail>("/admin/audit");

        page.WaitForText("Ada, ada@registry.example");
        Assert.Empty(page.FindAll("table"));
    }
}
