using ClientRegistry.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests;

/// <summary>What a keyboard does to the request form.</summary>
/// <param name="browser">The browser all tests share.</param>
public sealed class RequestFormTests(BrowserFixture browser) : PortalTest(browser)
{
    private const string First = "https://a.example/callback";
    private const string Second = "https://b.example/callback";
    private const string Third = "https://c.example/callback";
    private const string Fourth = "https://d.example/callback";
    private const string Name = "Northwind web shop";

    [Fact]
    public async Task What_is_typed_without_a_pause_and_pasted_is_there_and_is_saved()
    {
        var page = await SignInAsync("dora@northwind.example", BrowserLook.Desktop);
        await page.GotoAsync("/requests/new");

        // A page that has just been drawn takes the focus to its heading; somebody who reads is not faster than that.
        await page.GetByLabel("Client name").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await page.GetByLabel("Client name").PressSequentiallyAsync(Name);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 1" }).FocusAsync();
        await page.Keyboard.TypeAsync(First);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(Second);
        await ExpectRowsAsync(page, First, Second);
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 2" })).ToBeFocusedAsync();

        await PasteAsync(page, $"{Second}\n  {Third}  \n");
        await ExpectRowsAsync(page, First, Second + Second, Third);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 3" }).FillAsync($"{Third}\n{Fourth}");
        await ExpectRowsAsync(page, First, Second + Second, Third, Fourth);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 1" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 2" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check your answers" }).ClickAsync();
        await Assertions.Expect(page.Locator("#error-summary")).ToBeVisibleAsync();

        await page.GotoAsync("/requests/1/edit");
        await ExpectRowsAsync(page, First, Second + Second, Third, Fourth);
        await Assertions.Expect(page.GetByLabel("Client name")).ToHaveValueAsync(Name);
        Assert.Empty(Complaints);
    }

    private static async Task PasteAsync(IPage page, string text)
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await page.Keyboard.PressAsync("Control+V");
    }

    private static async Task ExpectRowsAsync(IPage page, params string[] rows)
    {
        var fields = page.Locator("#redirect-uris textarea");
        await Assertions.Expect(fields).ToHaveCountAsync(rows.Length);
        foreach (var (index, row) in rows.Index()) await Assertions.Expect(fields.Nth(index)).ToHaveValueAsync(row);
    }
}
