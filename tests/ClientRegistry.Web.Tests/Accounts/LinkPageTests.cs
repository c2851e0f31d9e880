using System.Net;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Tests.Accounts;

public sealed class LinkPageTests(AccountsApplication app) : IClassFixture<AccountsApplication>
{
    [Fact]
    public async Task An_invitation_is_read_as_often_as_one_likes_and_accepted_once()
    {
        var link = $"/account/invitation?token={await app.InvitationAsync()}";
        var browser = await app.Browser().OpenAsync(link);
        Assert.Equal("no-referrer", browser.Answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("no-store", browser.Answer.Headers.CacheControl!.ToString());
        await browser.OpenAsync(link);

        await browser.SendAsync("invitation", ("Name", "Ivy I."), ("Password", AccountsApplication.Password));

        Assert.Equal("/", browser.RedirectedTo);
        Assert.True(await browser.IsSignedInAsync());
        Assert.Contains("auditor", browser.Page.Body!.TextContent);
        await app.Browser().OpenAsync(link);
        Assert.Contains("accepted already", (await app.Browser().OpenAsync(link)).Page.Body!.TextContent);
    }

    [Fact]
    public async Task Two_acceptances_at_the_same_moment_sign_one_browser_in()
    {
        var link = $"/account/invitation?token={await app.InvitationAsync()}";
        PlainBrowser[] browsers = [await app.Browser().OpenAsync(link), await app.Browser().OpenAsync(link)];

        await Task.WhenAll(browsers.Select(b =>
            Task.Run(() => b.SendAsync("invitation", ("Name", "Ivy"), ("Password", AccountsApplication.Password)))));

        Assert.Single(browsers, b => b.RedirectedTo == "/");
        Assert.Single(browsers, b => b.Title == "This invitation cannot be accepted");
    }

    [Fact]
    public async Task A_form_that_is_sent_after_its_link_was_used_gets_its_page_and_not_an_error()
    {
        var invitation = $"/account/invitation?token={await app.InvitationAsync()}";
        var reset = await ResetLinkAsync(await app.PersonAsync());
        PlainBrowser[] late = [await app.Browser().OpenAsync(invitation), await app.Browser().OpenAsync(reset)];
        await (await app.Browser().OpenAsync(invitation)).SendAsync(
            "invitation", ("Name", "Ivy"), ("Password", AccountsApplication.Password));
        await (await app.Browser().OpenAsync(reset)).SendAsync("reset", ("Password", AccountsApplication.OtherPassword));

        await late[0].SendAsync("invitation", ("Name", "Ivy"), ("Password", AccountsApplication.Password));
        await late[1].SendAsync("reset", ("Password", AccountsApplication.OtherPassword));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], late.Select(b => b.Answer.StatusCode));
        Assert.Equal(["This invitation cannot be accepted", "This link does not work"], late.Select(b => b.Title));
    }

    [Fact]
    public async Task A_refused_invitation_keeps_the_name_and_never_the_password()
    {
        var browser = await app.Browser().OpenAsync($"/account/invitation?token={await app.InvitationAsync()}");

        await browser.SendAsync("invitation", ("Name", "Ivy the Second"), ("Password", "short-secret"));

        Assert.Contains("15 characters", browser.Refused);
        Assert.Equal("Ivy the Second", browser.Page.QuerySelector("#invitation-name")!.GetAttribute("value"));
        Assert.DoesNotContain("short-secret", browser.Page.Source.Text);
    }

    [Fact]
    public async Task A_reset_link_sets_one_password_and_is_dead_afterwards()
    {
        var user = await app.PersonAsync();
        var link = await ResetLinkAsync(user);
        var browser = await app.Browser().OpenAsync(link);
        Assert.Equal(user.Email, browser.Page.QuerySelector("#reset-email")!.GetAttribute("value"));

        await browser.SendAsync("reset", ("Password", AccountsApplication.OtherPassword));
        Assert.Equal("/account/sign-in?after=reset", browser.RedirectedTo);
        Assert.Contains("new password is set", (await browser.OpenAsync(browser.RedirectedTo!)).Page.Body!.TextContent);
        await browser.SendAsync("sign-in", ("Email", user.Email!), ("Password", AccountsApplication.OtherPassword));
        Assert.Equal("/", browser.RedirectedTo);

        Assert.Equal("This link does not work", (await app.Browser().OpenAsync(link)).Title);
    }

    [Theory]
    [InlineData("/account/reset-password")]
    [InlineData("/account/reset-password?user=x&token=y")]
    [InlineData("/account/reset-password?user=01234567-89ab-cdef-0123-456789abcdef&token=%00")]
    [InlineData("/account/invitation")]
    [InlineData("/account/invitation?token=&token=2")]
    public async Task A_mangled_link_says_what_to_do(string link)
    {
        var browser = await app.Browser().OpenAsync(link);

        Assert.Equal(HttpStatusCode.OK, browser.Answer.StatusCode);
        Assert.NotNull(browser.Page.QuerySelector("main a.button"));
    }

    [Fact]
    public async Task Forgotten_password_answers_alike_for_every_address()
    {
        var user = await app.PersonAsync();

        Assert.Equal(await ForgotAsync(user.Email!), await ForgotAsync("nobody@nowhere.example"));
    }

    [Fact]
    public async Task No_token_gets_into_a_log()
    {
        var token = await app.InvitationAsync();
        await app.Browser().OpenAsync($"/account/invitation?token={token}");
        var link = await ResetLinkAsync(await app.PersonAsync());
        await app.Browser().OpenAsync(link);

        Assert.NotEmpty(app.Logged);
        Assert.DoesNotContain(token, app.Logged);
        Assert.DoesNotContain(link.Split("token=")[1], app.Logged);
    }

    private async Task<string> ForgotAsync(string address)
    {
        var browser = await app.Browser().OpenAsync("/account/forgot-password");
        await browser.SendAsync("forgot", ("Email", address));
        Assert.Equal("Look into your mail", browser.Title);
        return browser.Page.DocumentElement.OuterHtml.Replace(address, "ADDRESS");
    }

    private async Task<string> ResetLinkAsync(User user)
    {
        await ForgotAsync(user.Email!);
        await using var db = app.Application.OpenDatabase();
        var mail = await db.OutgoingMails.AsNoTracking()
            .SingleAsync(m => m.RecipientAddress == user.Email && m.Kind == nameof(PasswordReset));
        Assert.NotEqual(MailState.Failed, mail.State);
        var token = mail.ProtectedSecret is { } kept
            ? app.Service<MailSecrets>().Unprotect(kept)
            : app.Service<Registration.Accounts.PasswordResetTokens>().For(await app.ReadAsync(user));
        return $"/account/reset-password?user={user.Id}&token={Uri.EscapeDataString(token)}";
    }
}
