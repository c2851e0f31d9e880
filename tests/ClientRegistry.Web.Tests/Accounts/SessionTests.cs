using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Tests.Accounts;

public sealed class SessionTests(AccountsApplication app) : IClassFixture<AccountsApplication>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browser_within_a_minute()
    {
        var (user, here) = await app.SignedInAsync();
        var there = await app.Browser().SignInAsync(user.Email!, AccountsApplication.Password);
        app.Clock.Advance(Minute);
        Assert.True(await there.IsSignedInAsync());

        await here.OpenAsync("/account");
        await here.SendAsync("everywhere");

        Assert.Equal("/account/sign-in?after=everywhere", here.RedirectedTo);
        Assert.False(await here.IsSignedInAsync());
        app.Clock.Advance(Minute);
        Assert.False(await there.IsSignedInAsync());
    }

    [Fact]
    public async Task Changing_the_password_ends_the_other_browser_and_keeps_this_one()
    {
        var (user, here) = await app.SignedInAsync();
        var there = await app.Browser().SignInAsync(user.Email!, AccountsApplication.Password);

        await here.OpenAsync("/account");
        await here.SendAsync(
            "password",
            ("CurrentPassword", AccountsApplication.Password),
            ("NewPassword", AccountsApplication.OtherPassword));

        Assert.Equal("/account?done=password", here.RedirectedTo);
        app.Clock.Advance(Minute);
        Assert.True(await here.IsSignedInAsync());
        Assert.False(await there.IsSignedInAsync());
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_cookie_and_its_open_page_within_a_minute()
    {
        var (user, browser) = await app.SignedInAsync();
        var administrator = Actor.Of(await app.PersonAsync(StaffRole.Administrator));
        await using var scope = app.Application.Services.CreateAsyncScope();
        var circuit = ActivatorUtilities.CreateInstance<CircuitRevalidation>(scope.ServiceProvider);
        var page = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<User>>()
            .CreateAsync(await app.ReadAsync(user));
        Assert.True(await circuit.StillCountsAsync(page, CancellationToken.None));

        await app.Service<DisableUser>().RunAsync(new(user.Id), administrator);

        Assert.InRange(AccountsHosting.Revalidation, TimeSpan.Zero, Minute);
        Assert.False(await circuit.StillCountsAsync(page, CancellationToken.None));
        app.Clock.Advance(Minute);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task The_cookie_says_who_and_nothing_about_roles()
    {
        var user = await app.PersonAsync(StaffRole.Administrator);
        var principal = await new MinimalClaims(Options.Create(new IdentityOptions())).CreateAsync(user);

        Assert.Equal(
            [user.Id.ToString(), user.Name, user.SecurityStamp], principal.Claims.Select(c => c.Value));
    }

    [Fact]
    public async Task A_session_nobody_uses_ends_by_itself()
    {
        var (_, browser) = await app.SignedInAsync();

        app.Clock.Advance(AccountsHosting.Session + Minute);

        Assert.False(await browser.IsSignedInAsync());
    }
}
