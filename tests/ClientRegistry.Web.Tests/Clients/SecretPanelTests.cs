using System.Text.RegularExpressions;
using Bunit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Clients;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Tests.Clients;

/// <summary>The secrets on <c>/clients/{client_id}</c>: the four steps of a rotation, and the one showing.</summary>
public sealed partial class SecretPanelTests
{
    [Fact]
    public async Task A_member_adds_sees_the_secret_once_and_walks_the_four_steps()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);
        Assert.Contains("Add a second secret", CurrentStep(page), StringComparison.Ordinal);

        await page.PressAsync("Add a secret…");
        await page.Find("#secret-label").InputAsync("Autumn");
        await page.Find("#secret-label").Closest("form")!.SubmitAsync();

        page.WaitForText("The new secret is shown only here, only now");
        Assert.Contains("Deploy the new one", CurrentStep(page), StringComparison.Ordinal);
        await page.PressAsync("Show the secret");
        var shown = page.Find("#new-secret").TextContent;
        Assert.True(SecretHash.Matches(shown, (await SecretAsync(world, "Autumn")).Hash));
        await page.PressAsync("I have stored it");
        Assert.DoesNotContain(shown, page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#new-secret, #new-secret-title"));

        await UsedAsync(world, "Autumn");
        await page.PressAsync("Look again");
        page.WaitForAssertion(
            () => Assert.Contains("Retire the old one", CurrentStep(page), StringComparison.Ordinal), PortalPages.Patience);
        await page.PressAsync("Retire First secret");
        await page.Find("#secret-end").Closest("form")!.SubmitAsync();
        page.WaitForText("The secret is retired.");
        Assert.Contains("Done when the old one has ended", CurrentStep(page), StringComparison.Ordinal);
        Assert.Equal(World.Start.AddDays(7), (await SecretAsync(world, "First secret")).ExpiresAt);

        await page.PressAsync("Undo the retirement of First secret");
        page.WaitForText("The retirement is undone");
        Assert.Null((await SecretAsync(world, "First secret")).ExpiresAt);
    }

    [Fact]
    public async Task The_new_secret_is_not_in_the_page_before_it_is_asked_for_nor_after_it_is_hidden()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);

        await page.PressAsync("Replace First secret");

        page.WaitForText("The new secret is shown only here, only now");
        Assert.DoesNotMatch(AnySecret(), page.Markup);
        Assert.True(page.FindAll("button").Single(b => b.TextContent == "I have stored it").HasAttribute("disabled"));
        await page.PressAsync("Show the secret");
        Assert.Matches(AnySecret(), page.Find("#new-secret").TextContent);
        Assert.Equal(
            page.Find("#new-secret").TextContent, page.Find("[aria-label='Copy the new secret']").GetAttribute("data-copy"));
        await page.PressAsync("Hide the secret");
        Assert.DoesNotMatch(AnySecret(), page.Markup);
    }

    [Fact]
    public async Task A_mailed_secret_is_replaced_with_one_click_and_ends_in_a_week()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);

        await page.PressAsync("Replace First secret");

        page.WaitForText("The secret is added and works at once.");
        Assert.Equal(World.Start.AddDays(7), (await SecretAsync(world, "First secret")).ExpiresAt);
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Replace");
    }

    [Fact]
    public async Task Who_leaves_before_storing_is_held_back_and_told()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);
        await page.PressAsync("Replace First secret");
        page.WaitForText("The new secret is shown only here, only now");
        var navigation = pages.Services.GetRequiredService<NavigationManager>();

        await page.InvokeAsync(() => navigation.NavigateTo("/clients"));

        page.WaitForText("The secret is lost when you leave.");
        Assert.EndsWith($"/clients/{clientId}", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_the_last_secret_asks_for_a_word_of_its_own()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);

        await page.PressAsync("Retire First secret");
        await page.Find("#secret-end-atonce").ChangeAsync(true);
        await page.Find("#secret-end").Closest("form")!.SubmitAsync();
        page.WaitForAssertion(
            () => Assert.NotEqual("", page.Find("#secret-last-error").TextContent.Trim()), PortalPages.Patience);
        Assert.Null((await SecretAsync(world, "First secret")).ExpiresAt);

        await page.Find("#secret-last").ChangeAsync(true);
        await page.Find("#secret-end").Closest("form")!.SubmitAsync();
        page.WaitForText("It has no live secret and cannot authenticate.");
        page.WaitForText("Ended secrets (1)");
    }

    [Fact]
    public async Task A_chosen_date_is_the_end_and_one_too_far_is_refused_beside_it()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await AddAsync(world, clientId);
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);

        await page.PressAsync("Retire First secret");
        await page.Find("#secret-end-ondate").ChangeAsync(true);
        await page.Find("#secret-date").ChangeAsync("2027-06-01");
        await page.Find("#secret-end").Closest("form")!.SubmitAsync();
        page.WaitForAssertion(
            () => Assert.Contains("90 days", page.Find("#secret-date-error").TextContent, StringComparison.Ordinal),
            PortalPages.Patience);
        await page.Find("#secret-date").ChangeAsync("2026-12-24");
        await page.Find("#secret-end").Closest("form")!.SubmitAsync();

        page.WaitForText("The secret is retired.");
        Assert.Equal(
            new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.Zero), (await SecretAsync(world, "First secret")).ExpiresAt);
    }

    [Fact]
    public async Task The_staff_says_why_before_it_replaces_a_secret()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var page = Open(pages, clientId);

        await page.PressAsync("Replace First secret");
        await page.Find("#secret-label").Closest("form")!.SubmitAsync();
        page.WaitForText("Say why you do this in place of the partner");
        await page.Find("#secret-reason").InputAsync("It was seen in a public repository.");
        await page.Find("#secret-label").Closest("form")!.SubmitAsync();

        page.WaitForText("The new secret is shown only here, only now");
        Assert.NotNull((await SecretAsync(world, "First secret")).RetiredAt);
    }

    [Fact]
    public async Task A_secret_gets_another_label_and_one_that_is_taken_is_refused_beside_it()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await AddAsync(world, clientId);
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);

        await page.PressAsync("Relabel First secret");
        await page.Find("#secret-label").InputAsync("Second");
        await page.Find("#secret-label").Closest("form")!.SubmitAsync();
        page.WaitForText("A live secret of this client has that label already.");
        await page.Find("#secret-label").InputAsync("Warehouse");
        await page.Find("#secret-label").Closest("form")!.SubmitAsync();

        page.WaitForText("The secret has another label.");
        page.WaitForText("Dora relabelled a secret");
        Assert.Equal("Warehouse", (await SecretAsync(world, "Warehouse")).Label);
    }

    [Fact]
    public async Task Who_retires_a_secret_whose_mail_waits_is_told_that_the_mail_is_cancelled()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await AddAsync(world, clientId);
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);
        Assert.Contains("Its mail has not gone out yet", page.Text(), StringComparison.Ordinal);

        await page.PressAsync("Retire First secret");
        Assert.Contains("and is cancelled for good", page.Text(), StringComparison.Ordinal);
        await page.Find("#secret-end").Closest("form")!.SubmitAsync();

        page.WaitForText("Never mailed: its mail is cancelled");
    }

    [Fact]
    public async Task A_lifetime_by_policy_stands_on_the_page_and_in_the_secrets_end()
    {
        await using var world = await World.CreateAsync();
        world.Credentials.SecretLifetime = TimeSpan.FromDays(20);
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Developer);
        var page = Open(pages, clientId);

        Assert.Contains("A new secret works for 20 days", page.Text(), StringComparison.Ordinal);
        Assert.Contains("Expires soon", page.Text(), StringComparison.Ordinal);
        Assert.Contains("2026-12-13 09:00 UTC", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_change_secrets_is_told_who_may()
    {
        await using var world = await World.CreateAsync();
        var clientId = await world.IssuedAsync();
        await using var pages = new PortalPages(world, world.Auditor);

        var page = Open(pages, clientId);

        page.WaitForText("The members of Northwind replace its secrets; in an emergency Max (max@registry.example)");
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("secret", StringComparison.Ordinal));
    }

    [GeneratedRegex("crs_[a-z2-7]{12}_")]
    private static partial Regex AnySecret();

    private static IRenderedComponent<ClientPage> Open(PortalPages pages, string clientId) =>
        pages.Open<ClientPage>($"/clients/{clientId}", p => p.Add(x => x.ClientId, clientId));

    private static string CurrentStep(IRenderedComponent<ClientPage> page) =>
        page.Find("li[aria-current=step]").TextContent;

    private static async Task AddAsync(World world, string clientId) => Assert.True(
        (await new AddClientSecret(world.Database, world.Outbox, Options.Create(new CredentialsOptions()), world.Clock)
            .RunAsync(new(clientId, "Second"), world.Developer)).Succeeded);

    private static async Task<ClientSecret> SecretAsync(World world, string label)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.ClientSecrets.AsNoTracking().SingleAsync(s => s.Label == label);
    }

    private static async Task UsedAsync(World world, string label)
    {
        await using var db = world.Database.CreateDbContext();
        await db.ClientSecrets.Where(s => s.Label == label)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, world.Now));
    }
}
