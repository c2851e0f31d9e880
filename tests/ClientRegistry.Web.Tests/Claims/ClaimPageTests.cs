using System.Net;
using AngleSharp.Html.Dom;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Mail.Writing;
using ClientRegistry.Web.Tests.Accounts;

namespace ClientRegistry.Web.Tests.Claims;

public sealed class ClaimPageTests(ClaimsApplication app) : IClassFixture<ClaimsApplication>
{
    private const string ShownBefore = "This secret was shown already";
    private const string NotForYou = "This link is not for you";

    [Fact]
    public async Task From_the_approval_over_the_mail_and_the_sign_in_to_a_secret_that_works()
    {
        var clientId = await app.ApprovedAsync();
        Assert.Equal("secret_mismatch", await app.AuthenticateAsync(clientId, "crs_guessed"));
        Assert.Equal("secret_missing", await app.AuthenticateAsync(clientId, null));
        var mail = await app.MailAsync(clientId);
        Assert.DoesNotContain(PlainClientSecret.Prefix, mail);
        Assert.Contains("https://app.northwind.example/callback", mail);
        Assert.Contains("orders-api", mail);
        Assert.Contains(MailWords.Time(app.Clock.GetUtcNow().AddHours(72)), mail);
        var link = ClaimsApplication.LinkIn(mail)!;

        var browser = await app.Browser().OpenAsync(link);
        Assert.StartsWith("/account/sign-in?returnUrl=", browser.RedirectedTo);
        await browser.OpenAsync(browser.RedirectedTo!);
        await browser.SendAsync("sign-in", ("Email", app.Developer.Email!), ("Password", AccountsApplication.Password));
        Assert.Equal(link, browser.RedirectedTo);
        await browser.OpenAsync(link);
        Assert.Contains(clientId, browser.Page.Body!.TextContent);
        await browser.SendAsync("pick-up");

        var secret = SecretOn(browser)!;
        Assert.Equal("yes", await app.AuthenticateAsync(clientId, secret));
        await browser.SendAsync("stored");
        Assert.Equal($"/clients/{clientId}", browser.RedirectedTo);
        Assert.DoesNotContain(ClaimsApplication.LinkIn(mail)!.Split('=')[1], app.Logged);
        Assert.DoesNotContain(secret, app.Logged);
        Assert.Contains("Executing endpoint", app.Logged);
    }

    [Fact]
    public async Task The_secret_is_closed_until_asked_for_and_no_answer_is_kept()
    {
        var (_, link) = await app.WaitingAsync();
        var browser = await app.SignedInAsync(app.Developer);

        await browser.OpenAsync(link);
        AssertKeptNowhere(browser);
        await browser.SendAsync("pick-up");

        AssertKeptNowhere(browser);
        var details = Assert.IsType<IHtmlDetailsElement>(browser.Page.QuerySelector("#client-secret")!.Closest("details"), exactMatch: false);
        Assert.False(details.IsOpen);
        Assert.NotNull(browser.Page.QuerySelector($"button[data-copy='{SecretOn(browser)}']"));
        Assert.Empty(browser.Page.QuerySelectorAll("script:not([src])"));
    }

    [Fact]
    public async Task Refresh_Back_and_the_link_itself_say_that_it_was_shown()
    {
        var (clientId, link) = await app.WaitingAsync();
        var browser = await app.SignedInAsync(app.Developer);
        await browser.OpenAsync(link);
        var sent = browser.Page.QuerySelectorAll("main form input[name]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        await browser.PostAsync(link, sent);
        var secret = SecretOn(browser);
        Assert.NotNull(secret);

        foreach (var again in (Func<Task>[]) [() => browser.PostAsync(link, sent), () => browser.OpenAsync(link)])
        {
            await again();
            Assert.Equal((HttpStatusCode.OK, ShownBefore), (browser.Answer.StatusCode, browser.Title));
            Assert.DoesNotContain(secret, browser.Page.DocumentElement.OuterHtml);
            AssertKeptNowhere(browser);
        }

        Assert.Equal(1, await app.SecretsOfAsync(clientId));
        await browser.SendAsync("stored");
        Assert.Equal($"/clients/{clientId}", browser.RedirectedTo);
        await browser.OpenAsync(link);
        Assert.Contains("You said that you have stored it", browser.Page.Body!.TextContent);
    }

    [Fact]
    public async Task Two_posts_at_the_same_moment_give_one_reveal()
    {
        var (clientId, link) = await app.WaitingAsync();
        PlainBrowser[] browsers = [await app.SignedInAsync(app.Developer), await app.SignedInAsync(app.Developer)];
        foreach (var browser in browsers) await browser.OpenAsync(link);

        await Task.WhenAll(browsers.Select(b => Task.Run(() => b.SendAsync("pick-up"))));

        Assert.Single(browsers, b => SecretOn(b) is not null);
        Assert.Single(browsers, b => b.Title == ShownBefore);
        Assert.Equal(1, await app.SecretsOfAsync(clientId));
    }

    [Fact]
    public async Task A_scanner_uses_nothing_up_signed_in_or_not()
    {
        var (clientId, link) = await app.WaitingAsync();
        using var anonymous = app.Application.CreateClient();
        using var signedIn = await app.Application.ClientOfAsync(app.Developer.Email!);
        foreach (var http in (HttpClient[])[anonymous, signedIn])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Get, HttpMethod.Options, HttpMethod.Get])
            {
                using var request = new HttpRequestMessage(method, link);
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
                Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
                Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
            }

            // Neither does a form that was not read first.
            using var forged = await http.PostAsync(link, new FormUrlEncodedContent([new("_handler", "pick-up")]), TestContext.Current.CancellationToken);
            Assert.DoesNotContain("client-secret", await forged.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, await app.SecretsOfAsync(clientId));
        var browser = await app.SignedInAsync(app.Developer);
        await browser.OpenAsync(link);
        await browser.SendAsync("pick-up");
        Assert.NotNull(SecretOn(browser));
    }

    [Fact]
    public async Task Somebody_else_sees_the_same_as_for_a_link_that_does_not_exist()
    {
        var (clientId, link) = await app.WaitingAsync();
        var browser = await app.SignedInAsync(app.Colleague);

        var theirs = await browser.OpenAsync(link);
        Assert.Equal(NotForYou, theirs.Title);
        AssertKeptNowhere(browser);
        Assert.DoesNotContain(clientId, browser.Page.Body!.TextContent);
        var seen = browser.Page.QuerySelector("main")!.OuterHtml;
        await browser.OpenAsync($"/claims?token={new string('a', 32)}");

        Assert.Equal(seen, browser.Page.QuerySelector("main")!.OuterHtml);
        Assert.Equal(NotForYou, (await browser.OpenAsync("/claims")).Title);
    }

    [Fact]
    public async Task A_lapsed_link_says_until_when_it_worked_and_what_to_do()
    {
        var (clientId, link) = await app.WaitingAsync(TimeSpan.FromMinutes(15));
        var browser = await app.SignedInAsync(app.Developer);
        await browser.OpenAsync(link);
        app.Clock.Advance(TimeSpan.FromMinutes(15));

        await browser.SendAsync("pick-up");

        Assert.Equal("The secret cannot be picked up", browser.Title);
        Assert.Contains("worked until", browser.Page.Body!.TextContent);
        Assert.NotNull(browser.Page.QuerySelector($"main a[href='/clients/{clientId}']"));
        Assert.Equal(0, await app.SecretsOfAsync(clientId));
        Assert.Equal("The secret cannot be picked up", (await browser.OpenAsync(link)).Title);
    }

    [Fact]
    public async Task The_client_is_one_step_away_whatever_characters_its_identifier_has()
    {
        var (clientId, link) = await app.WaitingAsync(TimeSpan.FromMinutes(15), "/of?old#days");
        var target = $"main a[href='/clients/{Uri.EscapeDataString(clientId)}']";
        var browser = await app.SignedInAsync(app.Developer);
        await browser.OpenAsync(link);
        await browser.SendAsync("pick-up");

        await browser.OpenAsync(link);
        Assert.NotNull(browser.Page.QuerySelector(target));

        (clientId, link) = await app.WaitingAsync(TimeSpan.FromMinutes(15), "/of?old#days");
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        await browser.OpenAsync(link);
        Assert.NotNull(browser.Page.QuerySelector($"main a[href='/clients/{Uri.EscapeDataString(clientId)}']"));
    }

    private static string? SecretOn(PlainBrowser browser) => browser.Page.QuerySelector("#client-secret")?.TextContent;

    private static void AssertKeptNowhere(PlainBrowser browser)
    {
        Assert.Equal("no-store", browser.Answer.Headers.CacheControl?.ToString());
        Assert.Equal("no-referrer", browser.Answer.Headers.GetValues("Referrer-Policy").Single());
    }
}
