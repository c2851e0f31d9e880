using System.Net;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Tests.Accounts;

public sealed class SignInPageTests(AccountsApplication app) : IClassFixture<AccountsApplication>
{
    [Fact]
    public async Task A_page_that_needs_a_sign_in_is_reached_after_it()
    {
        var user = await app.PersonAsync();
        var browser = await app.Browser().OpenAsync("/account");
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount", browser.RedirectedTo);

        await browser.OpenAsync(browser.RedirectedTo!);
        await browser.SendAsync("sign-in", ("Email", user.Email!), ("Password", AccountsApplication.Password));

        Assert.Equal("/account", browser.RedirectedTo);
        var cookie = Assert.Single(browser.Answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("registry-session=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task What_was_typed_is_kept_except_the_password()
    {
        var browser = await app.Browser().SignInAsync("not an address", "");

        Assert.Equal("not an address", browser.Page.QuerySelector("#sign-in-email")!.GetAttribute("value"));
        Assert.Equal("true", browser.Page.QuerySelector("#sign-in-email")!.GetAttribute("aria-invalid"));
        Assert.Equal(2, browser.Page.QuerySelectorAll("[role=alert] a").Length);
        Assert.EndsWith(
            "/account/sign-in#sign-in-email", browser.Page.QuerySelector("[role=alert] a")!.GetAttribute("href"));
        await browser.SendAsync("sign-in", ("Email", "x@y.example"), ("Password", "something secret"));
        Assert.DoesNotContain("something secret", browser.Page.Source.Text);
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_see_the_same_page_down_to_the_lock()
    {
        var known = (await app.PersonAsync()).Email!;
        const string Unknown = "nobody@nowhere.example";

        Assert.Equal(await PageAfterFailureAsync(known), await PageAfterFailureAsync(Unknown));
        foreach (var address in new[] { known, Unknown })
        {
            for (var i = 0; i < 8; i++)
                await app.Service<AttemptGuard>().TakeAsync(AttemptLimit.SignIn, address, CancellationToken.None);
        }

        var locked = await PageAfterFailureAsync(known);
        Assert.Contains("locked until 2026-11-23 09:15:00 UTC", locked);
        Assert.Equal(locked, await PageAfterFailureAsync(Unknown));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("account")]
    public async Task Sign_in_never_leads_to_another_site(string returnUrl)
    {
        var (_, browser) = await app.SignedInAsync();

        await browser.OpenAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal("/", browser.RedirectedTo);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_and_signs_nobody_in()
    {
        var user = await app.PersonAsync();
        var browser = await app.Browser().PostAsync("/account/sign-in", new Dictionary<string, string>
        {
            ["_handler"] = "sign-in", ["Input.Email"] = user.Email!, ["Input.Password"] = AccountsApplication.Password,
        });

        Assert.Equal(HttpStatusCode.BadRequest, browser.Answer.StatusCode);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_out_takes_a_form_with_its_token_and_is_written_down()
    {
        var (user, browser) = await app.SignedInAsync();
        await browser.PostAsync("/account/sign-out", new Dictionary<string, string>());
        Assert.Equal(HttpStatusCode.BadRequest, browser.Answer.StatusCode);
        Assert.True(await browser.IsSignedInAsync());

        var token = browser.Page.QuerySelector("form[action='/account/sign-out'] input")!;
        await browser.PostAsync(
            "/account/sign-out",
            new Dictionary<string, string> { [token.GetAttribute("name")!] = token.GetAttribute("value")! });

        Assert.Equal("/", browser.RedirectedTo);
        Assert.False(await browser.IsSignedInAsync());
        await using var db = app.Application.OpenDatabase();
        Assert.Equal(
            [AuditActions.SignedIn, AuditActions.SignedOut],
            await db.AuditEvents.Where(e => e.Subject == $"user:{user.Id}").OrderBy(e => e.Sequence)
                .Select(e => e.Action).ToListAsync());
    }

    private async Task<string> PageAfterFailureAsync(string address)
    {
        var browser = await app.Browser().SignInAsync(address, "not the password");
        Assert.Equal(HttpStatusCode.OK, browser.Answer.StatusCode);
        foreach (var secret in browser.Page.QuerySelectorAll("input[name=__RequestVerificationToken]")) secret.Remove();
        return browser.Page.DocumentElement.OuterHtml.Replace(address, "ADDRESS");
    }
}
