using ClientRegistry.Browser.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace ClientRegistry.Browser.Tests;

/// <summary>The browser, the scan and the evidence work at all. To be dropped once the journey uses them.</summary>
public sealed class BrowserSmokeTests(BrowserFixture browser) : BrowserTest(browser)
{
    private const string Good = """
        <!doctype html><html lang="en"><head><title>Good</title><meta name="viewport" content="width=device-width">
        <style>:root { color-scheme: light dark }</style></head>
        <body><main><h1>Good page</h1><button onclick="this.textContent = 'Pressed'">Press</button></main></body></html>
        """;

    private const string Bad = """
        <!doctype html><html><head><title>Bad</title></head>
        <body><main><h1>Bad page</h1><img src="data:,"><p style="width:900px;color:#ccc">pale</p></main></body></html>
        """;

    private WebApplication _site = null!;

    private Uri Address => new(_site.Urls.First());

    public override async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.MapGet("/good", () => Results.Content(Good, "text/html"));
        _site.MapGet("/bad", () => Results.Content(Bad, "text/html"));
        await _site.StartAsync(TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_good_page_passes_in_light_dark_and_narrow()
    {
        foreach (var look in new[] { BrowserLook.Desktop, BrowserLook.Dark, BrowserLook.Narrow, BrowserLook.NarrowDark })
        {
            var page = await OpenPageAsync(Address, look);
            await page.GotoAsync("/good");
            await page.GetByRole(AriaRole.Button, new() { Name = "Press" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync("Pressed");
            await AxeScan.AssertNoViolationsAsync(page);
            await AxeScan.AssertNoSidewaysScrollAsync(page);
        }
    }

    [Fact]
    public async Task A_bad_page_is_found_out()
    {
        var page = await OpenPageAsync(Address, BrowserLook.Narrow);
        await page.GotoAsync("/bad");

        var violations = await Assert.ThrowsAsync<TrueException>(() => AxeScan.AssertNoViolationsAsync(page));
        var scroll = await Assert.ThrowsAsync<TrueException>(() => AxeScan.AssertNoSidewaysScrollAsync(page));

        Assert.Contains("html-has-lang", violations.Message, StringComparison.Ordinal);
        Assert.Contains("image-alt", violations.Message, StringComparison.Ordinal);
        Assert.Contains("color-contrast", violations.Message, StringComparison.Ordinal);
        Assert.Contains("pale", scroll.Message, StringComparison.Ordinal);
    }
}
