using ClientRegistry.Browser.Tests.Infrastructure;
using ClientRegistry.Testing.Encryption;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests;

/// <summary>The account page on which people put the key to which their mails are encrypted.</summary>
/// <param name="browser">The browser all tests share.</param>
public sealed class EncryptionPageTests(BrowserFixture browser) : PortalTest(browser)
{
    private readonly GnuPg _gpg = new(DateTimeOffset.UtcNow);
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _gpg.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Without_script_a_key_is_refused_confirmed_put_as_text_replaced_by_a_file_and_removed()
    {
        var own = await _gpg.MakeKeyAsync("Dora <dora@northwind.example>", "ed25519", "cv25519", "1y");
        var other = await _gpg.MakeKeyAsync("Ops <ops@northwind.example>", "ed25519", "cv25519");
        var page = await OpenAsync(BrowserLook.WithoutScript);

        await FillAsync(page, await _gpg.ExportSecretAsync(own));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("consider it leaked");
        Assert.DoesNotContain("BEGIN PGP PRIVATE", await page.ContentAsync());

        await FillAsync(page, await _gpg.ExportAsync(other));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("names ops@northwind.example");
        await page.GetByLabel("It is mine").CheckAsync();
        await page.Locator("#put-currentpassword").FillAsync(PageSteps.Password);
        await page.PressAsync("Put it on file");
        await Assertions.Expect(page.GetByText("you confirmed that it is yours")).ToBeVisibleAsync();

        await page.Locator("#put-file").SetInputFilesAsync(new FilePayload
        {
            Name = "dora.gpg", MimeType = "application/octet-stream", Buffer = await _gpg.ExportBinaryAsync(own),
        });
        await page.Locator("#put-currentpassword").FillAsync(PageSteps.Password);
        await page.PressAsync("Replace the key");
        await Assertions.Expect(page.GetByText(own[..4], new() { Exact = false }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("dora@northwind.example").First).ToBeVisibleAsync();

        await page.Locator("#remove-currentpassword").FillAsync(PageSteps.Password);
        await page.PressAsync("Remove the key");
        await Assertions.Expect(page.GetByText("No key. Mails with credentials")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_passes_the_scan_in_every_look_empty_refused_and_filled()
    {
        var key = await _gpg.ExportAsync(await _gpg.MakeKeyAsync("Dora <dora@northwind.example>", "ed25519", "cv25519", "1y"));
        var other = await _gpg.ExportAsync(await _gpg.MakeKeyAsync("Ops <ops@northwind.example>", "ed25519", "cv25519"));
        foreach (var look in new[] { BrowserLook.Desktop, BrowserLook.Dark, BrowserLook.Narrow, BrowserLook.NarrowDark })
        {
            var page = await OpenAsync(look);
            await page.ScanAsync();
            await FillAsync(page, other);
            await page.ScanAsync();
            await FillAsync(page, key);
            await Assertions.Expect(page.GetByText("Your key is on file")).ToBeVisibleAsync();
            await page.ScanAsync();
            await page.Locator("#remove-currentpassword").FillAsync(PageSteps.Password);
            await page.PressAsync("Remove the key");
        }

        // A refused form answers 200; what the browser complains about would be an inline script or a missing file.
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task A_file_that_is_much_too_long_is_refused_whole()
    {
        var page = await OpenAsync(BrowserLook.WithoutScript);
        foreach (var (size, answer) in new[] { (65 * 1024, "larger than 64 KiB"), (1024 * 1024, "too large") })
        {
            await page.GotoAsync("/account/encryption");
            await page.Locator("#put-file").SetInputFilesAsync(new FilePayload
            {
                Name = "long.gpg", MimeType = "application/octet-stream", Buffer = new byte[size],
            });
            await page.Locator("#put-currentpassword").FillAsync(PageSteps.Password);
            await page.PressAsync("Put it on file");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(answer);
        }
    }

    private static async Task FillAsync(IPage page, string key)
    {
        await page.GetByLabel("OpenPGP public key or S/MIME certificate").FillAsync(key);
        await page.Locator("#put-currentpassword").FillAsync(PageSteps.Password);
        await page.PressAsync("Put it on file");
    }

    private async Task<IPage> OpenAsync(BrowserLook look)
    {
        var page = await OpenPageAsync(Registry.Address, look);
        await page.GotoAsync("/account/sign-in?returnUrl=%2Faccount%2Fencryption");
        await page.SignInAsync("dora@northwind.example");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Encrypted mail" })).ToBeVisibleAsync();
        return page;
    }
}
