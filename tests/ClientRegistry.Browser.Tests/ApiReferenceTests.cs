using System.Collections.Concurrent;
using ClientRegistry.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests;

/// <summary>The lookup API's description as people read it.</summary>
/// <param name="browser">The browser all tests share.</param>
public sealed class ApiReferenceTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task It_shows_every_question_and_asks_nobody_but_the_registry()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var page = await OpenPageAsync(registry.Address);
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(request.Url);

        await page.GotoAsync("/scalar");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Client Registry lookup API" })).ToBeVisibleAsync();
        foreach (var question in new[] { "/clients/{client_id}", "/authorization-requests/validate", "/client-authentication" })
            await Assertions.Expect(page.GetByText($"/api/v1{question}").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Changes").First).ToBeVisibleAsync();

        Assert.Contains(asked, url => url.EndsWith("/openapi/v1.json", StringComparison.Ordinal));
        Assert.All(
            asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)),
            url => Assert.Equal(registry.Address.Authority, new Uri(url).Authority));
        Assert.Equal(0, await page.GetByText("Share", new() { Exact = true }).CountAsync());
        Assert.Empty(Complaints);
    }
}
