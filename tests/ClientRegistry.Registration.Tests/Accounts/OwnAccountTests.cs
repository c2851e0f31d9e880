using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Accounts;

public sealed class OwnAccountTests
{
    [Fact]
    public async Task Who_knows_the_password_changes_it_and_is_told_by_mail()
    {
        await using var world = await World.CreateAsync();
        await world.SetPasswordAsync(world.Developer, AccountWorld.Password);

        var changed = await Change(world).RunAsync(new(AccountWorld.Password, AccountWorld.OtherPassword), world.Developer);

        Assert.NotNull(changed.Value!.SecurityStamp);
        Assert.True((await world.SignIn().RunAsync(
            new(world.Developer.Email!, AccountWorld.OtherPassword), world.Visitor)).Succeeded);
        var mail = Assert.Single(await world.MailToAsync(world.Developer.Email!));
        Assert.Equal("192.0.2.10", mail.Read<PasswordChanged>().RemoteAddress);
    }

    [Fact]
    public async Task Guessing_the_present_password_from_an_open_session_is_bounded()
    {
        await using var world = await World.CreateAsync();
        await world.SetPasswordAsync(world.Developer, AccountWorld.Password);

        for (var i = 0; i < 10; i++)
        {
            var wrong = await Change(world).RunAsync(new($"guess {i}", AccountWorld.OtherPassword), world.Developer);
            Assert.Equal((ErrorCodes.Invalid, "CurrentPassword"), (wrong.Error!.Code, wrong.Error.Field));
        }

        var right = await Change(world).RunAsync(new(AccountWorld.Password, AccountWorld.OtherPassword), world.Developer);
        Assert.Equal(ErrorCodes.TooMany, right.Error!.Code);
    }

    [Fact]
    public async Task Signing_out_everywhere_replaces_the_stamp()
    {
        await using var world = await World.CreateAsync();
        var before = world.UserOf(world.Developer).SecurityStamp;

        Assert.True((await new SignOutEverywhere(world.Database, world.Clock).RunAsync(world.Developer)).Succeeded);

        await using var db = world.Database.CreateDbContext();
        Assert.NotEqual(before, (await db.Users.SingleAsync(u => u.Id == world.Developer.UserId)).SecurityStamp);
        Assert.Single(await world.AuditAsync(AuditActions.SignedOutEverywhere));
    }

    [Fact]
    public async Task The_account_page_knows_role_partner_and_account_manager()
    {
        await using var world = await World.CreateAsync();
        await new ChangeOwnName(world.Database, world.Clock).RunAsync(new(" Dora D. "), world.Developer);
        var find = new FindAccount(world.Database);

        var developer = await find.RunAsync(world.Developer);
        Assert.Equal(
            ("Dora D.", "Northwind", "Max"), (developer!.Name, developer.PartnerName, developer.AccountManagerName));
        Assert.Null((await find.RunAsync(world.OtherDeveloper))!.AccountManagerName);
        Assert.Null((await find.RunAsync(world.Administrator))!.PartnerName);
        Assert.Null(await find.RunAsync(world.Visitor));
        Assert.Equal("Dora → Dora D.", Assert.Single(await world.AuditAsync(AuditActions.UserRenamed)).Reason);
    }

    private static ChangePassword Change(World world) => new(
        world.Database, world.Confirmation(), world.Hasher, world.Outbox, world.Clock);
}
