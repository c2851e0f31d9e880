using Bunit;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Admin;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Tests.Admin;

public sealed class LookupKeyPageTests
{
    [Fact]
    public async Task An_administrator_issues_a_key_sees_it_once_and_revokes_it()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Administrator);
        var page = pages.Open<LookupKeys>("/admin/lookup-keys");
        page.WaitForText("No lookup keys yet");

        await page.PressAsync("Issue a key");
        await page.Find("form").SubmitAsync();
        page.WaitForText("Give the key a name");
        page.Find("#key-name").Input("login, production");
        page.Find("#key-environment").Change("Production");
        await page.Find("form").SubmitAsync();
        page.WaitForText("this once");
        var plain = page.Find("[data-copy]").GetAttribute("data-copy")!;
        await page.PressAsync("I have copied it");
        page.WaitForAssertion(() => Assert.DoesNotContain(plain, page.Markup, StringComparison.Ordinal), PortalPages.Patience);

        var asking = page.PressAsync("Revoke login, production");
        await pages.AnswerAsync("Revoke");
        await asking;
        page.WaitForText("is revoked.");
        await using var db = world.Database.CreateDbContext();
        var key = await db.LookupKeys.SingleAsync();
        Assert.Equal(LookupKey.HashOf(plain), key.KeyHash);
        Assert.NotNull(key.RevokedAt);
    }

    [Fact]
    public async Task An_auditor_reads_and_an_account_manager_is_told_whom_to_ask()
    {
        await using var world = await World.CreateAsync();
        await using (var pages = new PortalPages(world, world.Auditor))
            Assert.DoesNotContain("Issue a key", pages.Open<LookupKeys>("/admin/lookup-keys").Text(), StringComparison.Ordinal);

        await using var others = new PortalPages(world, world.AccountManager);
        others.Open<LookupKeys>("/admin/lookup-keys").WaitForText("ada@registry.example");
    }
}
