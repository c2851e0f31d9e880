using ClientRegistry.Testing.Encryption;

namespace ClientRegistry.Web.Tests.Accounts;

/// <summary>The page of the encryption key, as plain HTML.</summary>
public sealed class EncryptionPageTests(AccountsApplication app) : IClassFixture<AccountsApplication>
{
    [Fact]
    public async Task A_private_key_that_was_pasted_is_in_no_answer_and_no_log()
    {
        await using var gpg = new GnuPg(app.Clock.GetUtcNow());
        var (user, browser) = await app.SignedInAsync();
        var secret = await gpg.ExportSecretAsync(await gpg.MakeKeyAsync($"Nina <{user.Email}>", "ed25519", "cv25519"));

        await browser.OpenAsync("/account/encryption");
        await browser.SendAsync("put", ("Key", secret), ("CurrentPassword", AccountsApplication.Password));

        Assert.Contains("consider it leaked", browser.Refused);
        var line = secret.Split('\n')[4];
        Assert.DoesNotContain(line, browser.Page.DocumentElement.OuterHtml);
        Assert.DoesNotContain(line, app.Logged);
    }

    [Fact]
    public async Task A_public_key_is_written_back_when_only_the_password_was_wrong()
    {
        await using var gpg = new GnuPg(app.Clock.GetUtcNow());
        var (user, browser) = await app.SignedInAsync();
        var key = await gpg.ExportAsync(await gpg.MakeKeyAsync($"Nina <{user.Email}>", "ed25519", "cv25519"));

        await browser.OpenAsync("/account/encryption");
        await browser.SendAsync("put", ("Key", key), ("CurrentPassword", "guess"));
        Assert.Contains("not your present password", browser.Refused);
        await browser.SendAsync("put", ("CurrentPassword", AccountsApplication.Password));

        Assert.Equal("/account/encryption?done=put", browser.RedirectedTo);
        await browser.OpenAsync("/account/encryption");
        Assert.Contains(user.Email!, browser.Page.QuerySelector("dl.facts")!.TextContent);
    }

    [Fact]
    public async Task Removing_twice_says_that_the_key_is_gone()
    {
        await using var gpg = new GnuPg(app.Clock.GetUtcNow());
        var (user, browser) = await app.SignedInAsync();
        var key = await gpg.ExportAsync(await gpg.MakeKeyAsync($"Nina <{user.Email}>", "ed25519", "cv25519"));
        await browser.OpenAsync("/account/encryption");
        await browser.SendAsync("put", ("Key", key), ("CurrentPassword", AccountsApplication.Password));
        var other = await app.Browser().SignInAsync(user.Email!, AccountsApplication.Password);
        await browser.OpenAsync("/account/encryption");
        await other.OpenAsync("/account/encryption");

        await browser.SendAsync("remove", ("CurrentPassword", AccountsApplication.Password));
        await other.SendAsync("remove", ("CurrentPassword", AccountsApplication.Password));

        Assert.Equal("/account/encryption?done=removed", browser.RedirectedTo);
        Assert.Contains("no key on file any more", other.Refused);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_sign_in()
    {
        var browser = await app.Browser().OpenAsync("/account/encryption");

        Assert.Equal("/account/sign-in?returnUrl=%2Faccount%2Fencryption", browser.RedirectedTo);
    }
}
