using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClientRegistry.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests;

/// <summary>The whole way, as the README walks it: ask, decide, read the mail, ask the lookup API, suspend.</summary>
/// <param name="browser">The browser all tests share.</param>
public sealed partial class MainJobTests(BrowserFixture browser) : PortalTest(browser)
{
    private const string RedirectUri = "https://shop.northwind.example/oauth/callback";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_partner_asks_an_account_manager_approves_the_mail_arrives_and_the_lookup_answers()
    {
        var developer = await SignInAsync("dora@northwind.example", BrowserLook.Desktop);
        var number = await AskAsync(developer);

        var manager = await SignInAsync("max@registry.example", BrowserLook.Dark);
        await ApproveAsync(manager, number);

        var (clientId, secret) = await ReadCredentialsAsync(developer);
        using var server = AuthorizationServer();
        await AssertAnswersAsync(server, clientId, secret);

        var replacement = await ReplaceMailedSecretAsync(developer, clientId);
        Assert.True(await AuthenticatesAsync(server, clientId, secret));
        Assert.True(await AuthenticatesAsync(server, clientId, replacement));

        await SuspendAsync(manager, clientId);
        await AssertSuspendedAsync(server, clientId);
        // The trace of this test wants to look into the mail's frame, and the frame's sandbox rightly lets no script in.
        Assert.DoesNotContain(Complaints, c => !c.Contains("frame is sandboxed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Public_pages_and_sign_in_work_without_script_and_pass_the_scan_in_every_look()
    {
        foreach (var look in new[] { BrowserLook.Desktop, BrowserLook.Dark, BrowserLook.Narrow, BrowserLook.NarrowDark })
        {
            var page = await OpenPageAsync(Registry.Address, look);
            foreach (var path in new[] { "/", "/how-it-works", "/apply", "/account/sign-in", "/account/forgot-password" })
            {
                await page.GotoAsync(path);
                await page.ScanAsync();
            }
        }

        var plain = await OpenPageAsync(Registry.Address, BrowserLook.WithoutScript);
        await plain.GotoAsync("/account/sign-in");
        await plain.SignInAsync("dora@northwind.example");
        await Assertions.Expect(plain.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task Portal_pages_pass_the_scan_on_a_narrow_dark_screen()
    {
        var page = await SignInAsync("ada@registry.example", BrowserLook.NarrowDark);
        string[] paths =
        [
            "/", "/review", "/clients", "/partners", "/admin/scopes", "/admin/staff", "/admin/lookup-keys", "/admin/mail",
            "/admin/audit", "/account/manage",
        ];
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator(".loading").Filter(new() { Visible = true })).ToHaveCountAsync(0);
            await page.InspectAsync();
        }

        Assert.Empty(Complaints);
    }

    private static async Task<string> AskAsync(IPage page)
    {
        await page.GotoAsync("/requests/new");
        await page.GetByLabel("Client name").FillAsync("Northwind web shop");
        await page.GetByLabel("What it is for").FillAsync("Lets our customers see their orders in the shop.");
        var uri = page.GetByRole(AriaRole.Textbox, new() { Name = "redirect URI 1" });
        await uri.FillAsync(RedirectUri + "#top");
        await Assertions.Expect(page.Locator(".field-error").First).ToContainTextAsync("fragment");
        await Assertions.Expect(uri).ToHaveValueAsync(RedirectUri + "#top");
        await uri.FillAsync(RedirectUri);
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "orders-api" }).CheckAsync();
        await page.InspectAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Check your answers" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit the request" }).ClickAsync();
        var address = await page.ReachAsync(RequestAddress());
        await page.InspectAsync();
        return address.Groups["number"].Value;
    }

    private static async Task ApproveAsync(IPage page, string number)
    {
        await page.GotoAsync("/review");
        await page.GetByRole(AriaRole.Link, new() { Name = "Northwind web shop" }).ClickAsync();
        await page.ReachAsync(new Regex($"/review/{number}$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You have claimed it.")).ToBeVisibleAsync();
        await page.InspectAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve and issue the client" }).DblClickAsync();
        await Assertions.Expect(page.GetByText("Approved").First).ToBeVisibleAsync();
    }

    /// <summary>As the README says: look at the mailbox until the mail is there.</summary>
    private static async Task<(string ClientId, string Secret)> ReadCredentialsAsync(IPage page)
    {
        var link = page.GetByRole(AriaRole.Link, new() { NameRegex = CredentialsSubject() });
        for (var look = 0; look < 100; look++)
        {
            await page.GotoAsync("/dev/mail");
            if (await link.CountAsync() > 0) break;
        }

        await link.First.ClickAsync();
        var text = await page.Locator("pre.mailbox-text").InnerTextAsync();
        return (ClientId().Match(text).Value, ClientSecret().Match(text).Value);
    }

    /// <summary>The mailed secret goes on working for a week beside the one that is shown here, this once.</summary>
    private static async Task<string> ReplaceMailedSecretAsync(IPage page, string clientId)
    {
        await page.GotoAsync($"/clients/{clientId}");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = ReplaceSecret() }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).ClickAsync();
        await page.InspectAsync();
        var secret = ClientSecret().Match(await page.Locator("main").InnerTextAsync()).Value;
        await page.GetByRole(AriaRole.Button, new() { Name = "I have stored it" }).ClickAsync();
        await Assertions.Expect(page.GetByText(secret)).ToHaveCountAsync(0);
        return secret;
    }

    private HttpClient AuthorizationServer()
    {
        var key = Registry.Notice.Single(l => l.TrimStart().StartsWith("sandbox", StringComparison.Ordinal)).Split(' ')[^1];
        var server = new HttpClient { BaseAddress = new Uri(Registry.Address, "/api/v1/") };
        server.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return server;
    }

    private static async Task AssertAnswersAsync(HttpClient server, string clientId, string secret)
    {
        var document = await server.GetFromJsonAsync<JsonElement>($"clients/{clientId}", Ct);
        Assert.Equal(RedirectUri, document.GetProperty("redirect_uris")[0].GetString());

        Assert.True(await AuthenticatesAsync(server, clientId, secret));
        Assert.False(await AuthenticatesAsync(server, clientId, secret + "x"));

        var request = $"client_id={clientId}&redirect_uri={Uri.EscapeDataString(RedirectUri)}&response_type=code"
            + $"&scope=orders-api&state=1&code_challenge={new string('a', 43)}&code_challenge_method=S256";
        Assert.True((await ValidateAsync(server, request)).GetProperty("valid").GetBoolean());
        var elsewhere = await ValidateAsync(server, request.Replace("callback", "elsewhere", StringComparison.Ordinal));
        Assert.Equal("redirect_uri_mismatch", elsewhere.GetProperty("reason").GetString());
        Assert.False(elsewhere.GetProperty("redirectable").GetBoolean());
    }

    private static async Task<bool> AuthenticatesAsync(HttpClient server, string clientId, string secret)
    {
        var response = await server.PostAsJsonAsync(
            "client-authentication", new { client_id = clientId, client_secret = secret }, Ct);
        // The client of this test registered client_secret_basic, which the body form is not.
        var basic = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{clientId}:{secret}"));
        Assert.Equal(
            "auth_method_not_registered",
            (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("reason").GetString());
        response = await server.PostAsJsonAsync("client-authentication", new { authorization = $"Basic {basic}" }, Ct);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("authenticated").GetBoolean();
    }

    private static async Task<JsonElement> ValidateAsync(HttpClient server, string query)
    {
        using var content = new StringContent(query, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        var response = await server.PostAsync("authorization-requests/validate", content, Ct);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task SuspendAsync(IPage page, string clientId)
    {
        await page.GotoAsync($"/clients/{clientId}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend…" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("The secret was found in a public repository.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Reinstate…" })).ToBeVisibleAsync();
        await page.InspectAsync();
    }

    private static async Task AssertSuspendedAsync(HttpClient server, string clientId)
    {
        var response = await server.GetAsync($"clients/{clientId}", Ct);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal("client_suspended", problem.GetProperty("code").GetString());
    }

    [GeneratedRegex(@"/requests/(?<number>\d+)(\?.*)?$")]
    private static partial Regex RequestAddress();

    [GeneratedRegex("credentials|client_id|ready", RegexOptions.IgnoreCase)]
    private static partial Regex CredentialsSubject();

    [GeneratedRegex("^Replace .* by a secret that is shown once")]
    private static partial Regex ReplaceSecret();

    [GeneratedRegex(@"cr-s-[a-z2-7]{26}")]
    private static partial Regex ClientId();

    [GeneratedRegex(@"crs_[a-z2-7]{12}_[A-Za-z0-9_-]{43}[a-z2-7]{7}")]
    private static partial Regex ClientSecret();
}
