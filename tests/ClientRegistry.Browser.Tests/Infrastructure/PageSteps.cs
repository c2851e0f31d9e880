using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>What every journey does on a page.</summary>
internal static partial class PageSteps
{
    /// <summary>The password of every demonstration account.</summary>
    internal const string Password = "demonstration-only";

    // Playwright's own WaitForURLAsync also waits for a load event, which never comes when the address is there already.
    private static readonly PageAssertionsToHaveURLOptions Patient = new() { Timeout = 30_000 };

    extension(IPage page)
    {
        /// <summary>Fills in the sign-in form the page shows, and waits until it is left behind.</summary>
        internal async Task SignInAsync(string email)
        {
            await page.GetByLabel("Mail address").FillAsync(email);
            await page.GetByLabel("Password").FillAsync(Password);
            await page.PressAsync("Sign in");
            await Assertions.Expect(page).Not.ToHaveURLAsync(SignInAddress(), Patient);
        }

        /// <summary>Waits until the page's address matches, for the browser's regular expressions and for .NET's.</summary>
        /// <returns>The match.</returns>
        internal async Task<Match> ReachAsync(Regex address)
        {
            await Assertions.Expect(page).ToHaveURLAsync(address, Patient);
            return address.Match(page.Url);
        }

        /// <summary>Presses the button of that name.</summary>
        internal Task PressAsync(string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

        /// <summary>Scans the page as it is shown, and 320 pixels wide.</summary>
        internal async Task InspectAsync()
        {
            await page.ScanAsync();
            if (page.ViewportSize is not { } size || size.Width == BrowserLook.Narrow.Width) return;

            await page.SetViewportSizeAsync(BrowserLook.Narrow.Width, BrowserLook.Narrow.Height);
            await page.ScanAsync();
            await page.SetViewportSizeAsync(size.Width, size.Height);
        }

        /// <summary>Scans the page as it is shown.</summary>
        internal async Task ScanAsync()
        {
            await AxeScan.AssertNoViolationsAsync(page);
            await AxeScan.AssertNoSidewaysScrollAsync(page);
        }
    }

    [GeneratedRegex("/account/sign-in")]
    private static partial Regex SignInAddress();
}
