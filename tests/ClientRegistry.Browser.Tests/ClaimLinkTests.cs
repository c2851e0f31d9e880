using System.Text.RegularExpressions;
using ClientRegistry.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests;

/// <summary>A secret that travels by claim link: ask, decide, read the mail, sign in, pick it up.</summary>
/// <param name="browser">The browser all tests share.</param>
public sealed partial class ClaimLinkTests(BrowserFixture browser) : BrowserTest(browser)
{
    private RunningRegistry _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registry = await RunningRegistry.StartAsync(("Credentials__Delivery", "ClaimLink"));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _registry.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_secret_is_shown_once_to_the_person_named_and_leaves_with_the_page()
    {
        var link = await ApprovedAsync();
        var colleague = await OpenPageAsync(_registry.Address);
        await colleague.GotoAsync(link);
        await SignInAsync(colleague, "pavel@northwind.example");
        await AssertTitleAsync(colleague, "This link is not for you");
        await InspectAsync(colleague);

        var page = await OpenPageAsync(_registry.Address);
        await page.GotoAsync(link);
        await SignInAsync(page, "dora@northwind.example");
        await AssertTitleAsync(page, "Pick up a client secret");
        await InspectAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).ClickAsync();

        var secret = page.Locator("#client-secret");
        await Assertions.Expect(secret).ToBeHiddenAsync();
        await InspectAsync(page);
        await page.Locator(".reveal summary").PressAsync("Enter");
        await Assertions.Expect(secret).ToBeVisibleAsync();
        Assert.Matches(Secret(), await secret.InnerTextAsync());
        await InspectAsync(page);

        await page.GotoAsync("/how-it-works");
        // The browser kept nothing: it would have to send the form again, and that brings the secret back no more.
        var lost = await Assert.ThrowsAsync<PlaywrightException>(() => page.GoBackAsync());
        Assert.Contains("ERR_CACHE_MISS", lost.Message, StringComparison.Ordinal);
        page = await page.Context.NewPageAsync();
        await page.GotoAsync(link);
        await AssertTitleAsync(page, "This secret was shown already");
        await InspectAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "I have stored it" }).ClickAsync();
        await page.WaitForURLAsync("**/clients/cr-s-*");
        Assert.DoesNotContain(Complaints, c => !c.Contains("frame is sandboxed", StringComparison.Ordinal));
    }

    /// <summary>Asks and approves, and reads in the mail where the secret waits.</summary>
    private async Task<string> ApprovedAsync()
    {
        var developer = await OpenPageAsync(_registry.Address);
        await developer.GotoAsync("/account/sign-in?returnUrl=%2Frequests%2Fnew");
        await SignInAsync(developer, "dora@northwind.example");
        await developer.GetByLabel("Client name").FillAsync("Northwind web shop");
        await developer.GetByLabel("What it is for").FillAsync("Lets our customers see their orders in the shop.");
        await developer.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 1" })
            .FillAsync("https://shop.northwind.example/oauth/callback");
        await developer.GetByRole(AriaRole.Checkbox, new() { Name = "orders-api" }).CheckAsync();
        await developer.GetByRole(AriaRole.Button, new() { Name = "Check your answers" }).ClickAsync();
        await developer.GetByRole(AriaRole.Button, new() { Name = "Submit the request" }).ClickAsync();
        await developer.WaitForURLAsync(RequestAddress());
        var number = RequestAddress().Match(developer.Url).Groups["number"].Value;

        var manager = await OpenPageAsync(_registry.Address);
        await manager.GotoAsync($"/account/sign-in?returnUrl=%2Freview%2F{number}");
        await SignInAsync(manager, "max@registry.example");
        await manager.GetByRole(AriaRole.Button, new() { Name = "Approve…" }).ClickAsync();
        await manager.GetByRole(AriaRole.Button, new() { Name = "Approve and issue the client" }).ClickAsync();
        await Assertions.Expect(manager.GetByText("Approved").First).ToBeVisibleAsync();

        var mail = manager.GetByRole(AriaRole.Link, new() { Name = "Your credentials for" });
        for (var look = 0; look < 100 && await mail.CountAsync() == 0; look++) await manager.GotoAsync("/dev/mail");
        await mail.First.ClickAsync();
        return Link().Match(await manager.Locator("pre.mailbox-text").InnerTextAsync()).Value;
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GetByLabel("Mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync("demonstration-only");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/sign-in", StringComparison.Ordinal));
    }

    private static Task AssertTitleAsync(IPage page, string title) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);

    /// <summary>Light and dark, wide and 320 pixels wide, without leaving the page: it may not come back.</summary>
    private static async Task InspectAsync(IPage page)
    {
        foreach (var look in new[] { BrowserLook.NarrowDark, BrowserLook.Narrow, BrowserLook.Dark, BrowserLook.Desktop })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = look.Scheme });
            await page.SetViewportSizeAsync(look.Width, look.Height);
            await AxeScan.AssertNoViolationsAsync(page);
            await AxeScan.AssertNoSidewaysScrollAsync(page);
        }
    }

    [GeneratedRegex(@"/requests/(?<number>\d+)(\?.*)?\z")]
    private static partial Regex RequestAddress();

    [GeneratedRegex(@"/claims\?token=[a-z2-7]{32}")]
    private static partial Regex Link();

    [GeneratedRegex(@"crs_[a-z2-7]{12}_[A-Za-z0-9_-]{43}[a-z2-7]{7}")]
    private static partial Regex Secret();
}
