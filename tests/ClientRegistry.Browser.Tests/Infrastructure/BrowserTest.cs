using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>
/// A test that opens pages. When it fails, a picture of every open page, a trace of every visitor and what the browser
/// complained about are kept under <c>artifacts/browser</c>.
/// </summary>
/// <param name="browser">The browser all tests share.</param>
public abstract class BrowserTest(BrowserFixture browser) : IAsyncLifetime
{
    private readonly List<IBrowserContext> _visitors = [];
    private readonly ConcurrentQueue<string> _complaints = new();

    /// <summary>
    /// Errors on the browser's console (refusals by the content-security policy among them) and uncaught exceptions of
    /// pages, in order. Worth asserting empty at the end of a journey.
    /// </summary>
    protected IReadOnlyList<string> Complaints => [.. _complaints];

    /// <inheritdoc />
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var (number, visitor) in _visitors.Index())
        {
            if (failed)
                await KeepEvidenceAsync(visitor, number + 1);
            await visitor.CloseAsync();
        }
    }

    /// <summary>Opens a blank page for a new visitor, who shares nothing with those before.</summary>
    /// <param name="look">How the visitor looks at the pages; null: <see cref="BrowserLook.Desktop"/>.</param>
    /// <param name="baseAddress">What relative addresses start from.</param>
    protected async Task<IPage> OpenPageAsync(Uri baseAddress, BrowserLook? look = null)
    {
        var visitor = await browser.NewContextAsync(look ?? BrowserLook.Desktop, baseAddress);
        _visitors.Add(visitor);
        visitor.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        visitor.WebError += (_, error) => _complaints.Enqueue($"{error.Page?.Url}: {error.Error}");
        return await visitor.NewPageAsync();
    }

    private async Task KeepEvidenceAsync(IBrowserContext visitor, int number)
    {
        var stem = Path.Combine(Evidence.Folder(), $"{Evidence.TestName()}-{number}");
        try
        {
            foreach (var (index, page) in visitor.Pages.Index())
            {
                PageScreenshotOptions options = new() { Path = $"{stem}-page{index + 1}.png", FullPage = true };
                await page.ScreenshotAsync(options);
            }

            await visitor.Tracing.StopAsync(new TracingStopOptions { Path = $"{stem}-trace.zip" });
            await File.WriteAllLinesAsync($"{stem}-complaints.txt", _complaints);
            TestContext.Current.TestOutputHelper?.WriteLine($"Kept: {stem}-*");
            foreach (var complaint in _complaints)
                TestContext.Current.TestOutputHelper?.WriteLine($"Browser: {complaint}");
        }
        catch (PlaywrightException lost)
        {
            // The test's own failure is the one to report; a browser that is gone has no more to show.
            TestContext.Current.TestOutputHelper?.WriteLine($"Evidence of visitor {number} is incomplete: {lost.Message}");
        }
    }
}
