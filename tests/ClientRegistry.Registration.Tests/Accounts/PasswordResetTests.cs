using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Accounts;

public sealed class PasswordResetTests
{
    private readonly EphemeralDataProtectionProvider _keys = new();

    [Fact]
    public async Task The_mailed_link_sets_a_new_password_once_and_ends_every_session()
    {
        await using var world = await World.CreateAsync();
        var token = await AskAsync(world, world.Developer.Email!);
        var stamp = await StampAsync(world);

        var first = await ResetAsync(world, token!, AccountWorld.Password);
        var second = await ResetAsync(world, token!, AccountWorld.OtherPassword);

        Assert.True(first.Succeeded);
        Assert.Equal(ErrorCodes.WrongState, second.Error!.Code);
        Assert.NotEqual(stamp, await StampAsync(world));
        Assert.True((await world.SignIn().RunAsync(
            new(world.Developer.Email!, AccountWorld.Password), world.Visitor)).Succeeded);
        Assert.Single(await world.AuditAsync(AuditActions.PasswordChanged));
        Assert.Equal(
            [nameof(PasswordReset), nameof(PasswordChanged)],
            (await world.MailToAsync(world.Developer.Email!)).Select(m => m.Kind));
    }

    [Fact]
    public async Task Two_uses_of_a_link_at_the_same_moment_set_one_password()
    {
        await using var world = await World.CreateAsync();
        var token = await AskAsync(world, world.Developer.Email!);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => Task.Run(() => ResetAsync(world, token!, $"plum velvet harbour {i}"))));

        Assert.Single(outcomes, o => o.Succeeded);
    }

    [Fact]
    public async Task The_link_lapses_after_an_hour_and_is_good_for_its_owner_only()
    {
        await using var world = await World.CreateAsync();
        var token = await AskAsync(world, world.Developer.Email!);

        Assert.False((await ResetAsync(world, token!, AccountWorld.Password, world.Auditor)).Succeeded);
        Assert.False((await ResetAsync(world, "no token at all", AccountWorld.Password)).Succeeded);
        world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False((await ResetAsync(world, token!, AccountWorld.Password)).Succeeded);
    }

    [Fact]
    public async Task A_refused_password_leaves_the_link_good()
    {
        await using var world = await World.CreateAsync();
        var token = await AskAsync(world, world.Developer.Email!);

        Assert.Equal("Password", (await ResetAsync(world, token!, "short")).Error!.Field);
        Assert.True((await ResetAsync(world, token!, AccountWorld.Password)).Succeeded);
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answers_and_no_mail()
    {
        await using var world = await World.CreateAsync();

        for (var i = 1; i <= 5; i++)
        {
            var known = await RunAsync(world, world.Developer.Email!);
            var unknown = await RunAsync(world, "nobody@nowhere.example");
            Assert.Equal(known.Error, unknown.Error);
            Assert.Equal(i <= 3, known.Succeeded);
        }

        Assert.Empty(await world.MailToAsync("nobody@nowhere.example"));
        Assert.Equal(3, (await world.MailToAsync(world.Developer.Email!)).Count);
    }

    [Fact]
    public async Task A_disabled_account_gets_no_link()
    {
        await using var world = await World.CreateAsync();
        await new DisableUser(world.Database, world.Clock)
            .RunAsync(new(world.Developer.UserId!.Value), world.Administrator);

        Assert.Null(await AskAsync(world, world.Developer.Email!));
    }

    [Fact]
    public async Task The_token_is_nowhere_in_the_database_in_clear()
    {
        await using var world = await World.CreateAsync();
        var token = await AskAsync(world, world.Developer.Email!);

        var mail = Assert.Single(await world.MailToAsync(world.Developer.Email!));
        Assert.DoesNotContain(token!, mail.Payload);
        Assert.DoesNotContain(token!, mail.ProtectedSecret!);
        Assert.Equal(world.Now + TimeSpan.FromHours(1), mail.Read<PasswordReset>().ExpiresAt);
    }

    [Fact]
    public async Task A_reset_opens_a_locked_address_at_once()
    {
        await using var world = await World.CreateAsync();
        for (var i = 0; i < 10; i++)
            await world.SignIn().RunAsync(new(world.Developer.Email!, "not the password"), world.Visitor);

        var token = await AskAsync(world, world.Developer.Email!);
        await ResetAsync(world, token!, AccountWorld.Password);

        Assert.True((await world.SignIn().RunAsync(
            new(world.Developer.Email!, AccountWorld.Password), world.Visitor)).Succeeded);
    }

    private Task<Outcome<Done>> RunAsync(World world, string email) =>
        new RequestPasswordReset(world.Database, world.Guard(), world.Tokens(_keys), world.Outbox, world.Clock)
            .RunAsync(new(email), world.Visitor);

    private async Task<string?> AskAsync(World world, string email)
    {
        Assert.True((await RunAsync(world, email)).Succeeded);
        return (await world.MailToAsync(email)).LastOrDefault(m => m.Kind == nameof(PasswordReset)) is { } mail
            ? world.MailSecrets.Unprotect(mail.ProtectedSecret!)
            : null;
    }

    private Task<Outcome<Done>> ResetAsync(World world, string token, string password, Actor? whose = null) =>
        new ResetPassword(
                world.Database, world.Tokens(_keys), world.Hasher, world.Guard(), world.Outbox, world.Clock)
            .RunAsync(new((whose ?? world.Developer).UserId!.Value, token, password), world.Visitor);

    private static async Task<string?> StampAsync(World world)
    {
        await using var db = world.Database.CreateDbContext();
        return (await db.Users.SingleAsync(u => u.Id == world.Developer.UserId)).SecurityStamp;
    }
}
