using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClientRegistry.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests;

/// <summary>The whole way of a secret that travels by claim link, from the approval to a client that authenticates.</summary>
/// <param name="browser">The browser all tests share.</param>
public sealed partial class ClaimLinkTests(BrowserFixture browser)
    : PortalTest(browser, ("Credentials__Delivery", "ClaimLink"))
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_mail_brings_a_link_and_the_link_shows_the_secret_once_to_its_person()
    {
        await ApproveAsync(await AskAsync());
        var page = await OpenPageAsync(Registry.Address);
        var (clientId, link) = await ReadLinkAsync(page);

        await page.GotoAsync(link);
        await page.SignInAsync("dora@northwind.example");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pick up a client secret" })).ToBeVisibleAsync();
        await page.InspectAsync();
        Assert.False(await AuthenticatesAsync(clientId, "crs_none"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).ClickAsync();
        await Assertions.Expect(page.Locator("#client-secret")).ToBeHiddenAsync();
        await page.InspectAsync();
        await page.GetByText("Show the secret").ClickAsync();
        await Assertions.Expect(page.Locator("#client-secret")).ToBeVisibleAsync();
        await page.InspectAsync();
        var secret = await page.Locator("#client-secret").InnerTextAsync();
        Assert.Equal(secret, await CopyAsync(page));
        Assert.DoesNotContain(secret, page.Url, StringComparison.Ordinal);

        await AssertGoneAsync(page, secret, () => page.ReloadAsync());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This secret was shown already" })).ToBeVisibleAsync();
        await page.InspectAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I have stored it" }).ClickAsync();
        await page.ReachAsync(new Regex($"/clients/{clientId}$"));
        await AssertGoneAsync(page, secret, () => GoBackAsync(page));
        await AssertGoneAsync(page, secret, () => page.GotoAsync(link));

        Assert.True(await AuthenticatesAsync(clientId, secret));
        // The trace of this test wants to look into the mail's frame, and the frame's sandbox rightly lets no script in.
        Assert.DoesNotContain(Complaints, c => !c.Contains("frame is sandboxed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_of_the_client_says_who_has_the_link_and_sends_a_new_one_in_every_look()
    {
        await ApproveAsync(await AskAsync());
        var page = await OpenPageAsync(Registry.Address);
        var (clientId, old) = await ReadLinkAsync(page);
        var developer = await SignInAsync("dora@northwind.example", BrowserLook.NarrowDark);
        await developer.GotoAsync($"/clients/{clientId}");
        await Assertions.Expect(developer.GetByText("A secret waits to be picked up by Dora")).ToBeVisibleAsync();
        await developer.InspectAsync();

        await developer.GetByRole(AriaRole.Button, new() { Name = "Send a new link" }).ClickAsync();
        await Assertions.Expect(developer.GetByText("The link goes to Dora")).ToBeVisibleAsync();
        await developer.GotoAsync(old);
        await Assertions.Expect(developer.GetByText("A newer link took its place")).ToBeVisibleAsync();
        await developer.InspectAsync();

        var manager = await SignInAsync("max@registry.example", BrowserLook.Desktop);
        await manager.GotoAsync($"/clients/{clientId}");
        await Assertions.Expect(manager.GetByLabel("Send the link to")).ToBeVisibleAsync();
        await manager.InspectAsync();
        await manager.GetByRole(AriaRole.Button, new() { Name = "Cancel the link" }).ClickAsync();
        await Assertions.Expect(manager.GetByText("had was taken back")).ToBeVisibleAsync();
    }

    private async Task<string> AskAsync()
    {
        var page = await SignInAsync("dora@northwind.example", BrowserLook.Desktop);
        await page.GotoAsync("/requests/new");
        await page.GetByLabel("Client name").FillAsync("Northwind web shop");
        await page.GetByLabel("What it is for").FillAsync("Lets our customers see their orders in the shop.");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 1" }).FillAsync("https://shop.northwind.example/callback");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "orders-api" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check your answers" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit the request" }).ClickAsync();
        return (await page.ReachAsync(RequestAddress())).Groups["number"].Value;
    }

    private async Task ApproveAsync(string number)
    {
        var page = await SignInAsync("max@registry.example", BrowserLook.Desktop);
        await page.GotoAsync($"/review/{number}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve and issue the client" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Approved").First).ToBeVisibleAsync();
    }

    /// <summary>Looks at the mailbox until the mail is there.</summary>
    private static async Task<(string ClientId, string Link)> ReadLinkAsync(IPage page)
    {
        var mail = page.GetByRole(AriaRole.Link, new() { Name = "Your credentials for Northwind web shop" });
        for (var look = 0; look < 100; look++)
        {
            await page.GotoAsync("/dev/mail");
            if (await mail.CountAsync() > 0) break;
        }

        await mail.First.ClickAsync();
        var text = await page.Locator("pre.mailbox-text").InnerTextAsync();
        Assert.DoesNotMatch(ClientSecret(), text);
        return (ClientId().Match(text).Value, ClaimAddress().Match(text).Value);
    }

    private static async Task<string> CopyAsync(IPage page)
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy client_secret" }).ClickAsync();
        return await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
    }

    private static async Task AssertGoneAsync(IPage page, string secret, Func<Task> step)
    {
        await step();
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
    }

    /// <summary>What is not stored the browser asks for anew, or, when it was an answer to a form, says that it has not.</summary>
    private static async Task GoBackAsync(IPage page)
    {
        try
        {
            await page.GoBackAsync();
        }
        catch (PlaywrightException e) when (e.Message.Contains("ERR_CACHE_MISS", StringComparison.Ordinal))
        {
        }
    }

    private async Task<bool> AuthenticatesAsync(string clientId, string secret)
    {
        using var server = new HttpClient { BaseAddress = Registry.Address };
        var key = Registry.Notice.Single(l => l.TrimStart().StartsWith("sandbox", StringComparison.Ordinal)).Split(' ')[^1];
        server.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{clientId}:{secret}"));
        var answer = await server.PostAsJsonAsync("/api/v1/client-authentication", new { authorization = $"Basic {basic}" }, Ct);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("authenticated").GetBoolean();
    }

    [GeneratedRegex(@"/requests/(?<number>\d+)(\?.*)?$")]
    private static partial Regex RequestAddress();

    [GeneratedRegex(@"/claims\?token=[a-z2-7]+")]
    private static partial Regex ClaimAddress();

    [GeneratedRegex("cr-s-[a-z2-7]{26}")]
    private static partial Regex ClientId();

    [GeneratedRegex("crs_[a-z2-7]{12}_")]
    private static partial Regex ClientSecret();
}
