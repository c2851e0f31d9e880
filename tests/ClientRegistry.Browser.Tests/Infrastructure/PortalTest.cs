using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>A test that opens pages of a registry of its own.</summary>
/// <param name="browser">The browser all tests share.</param>
/// <param name="settings">What the registry is told beside the demonstration's settings.</param>
public abstract class PortalTest(BrowserFixture browser, params (string Key, string Value)[] settings) : BrowserTest(browser)
{
    /// <summary>The registry.</summary>
    protected RunningRegistry Registry { get; private set; } = null!;

    /// <inheritdoc />
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Registry = await RunningRegistry.StartAsync(settings);
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Registry.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Signs a person of the demonstration in.</summary>
    /// <param name="email">The person's address.</param>
    /// <param name="look">How they look at the pages.</param>
    /// <returns>Their start page.</returns>
    protected async Task<IPage> SignInAsync(string email, BrowserLook look)
    {
        var page = await OpenPageAsync(Registry.Address, look);
        await page.GotoAsync("/account/sign-in");
        await page.SignInAsync(email);
        return page;
    }
}
