using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Accounts;

public sealed class SignInTests
{
    private const string Unknown = "nobody@nowhere.example";

    [Fact]
    public async Task The_right_password_opens_the_account_whatever_the_case_of_the_address()
    {
        await using var world = await WithPasswordAsync();

        var outcome = await SignInAsync(world, world.Developer.Email!.ToUpperInvariant(), AccountWorld.Password);

        Assert.Equal(world.Developer.UserId, outcome.Value!.Id);
        var entry = Assert.Single(await world.AuditAsync(AuditActions.SignedIn));
        Assert.Equal((world.Developer.UserId, "192.0.2.1"), (entry.ActorId, entry.RemoteAddress));
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_get_the_same_answers_until_both_are_locked()
    {
        await using var world = await WithPasswordAsync();

        for (var i = 1; i <= 12; i++)
        {
            var known = await SignInAsync(world, world.Developer.Email!, "not the password");
            var unknown = await SignInAsync(world, Unknown, "not the password");

            Assert.Equal(known.Error, unknown.Error);
            Assert.Equal(i < 10 ? ErrorCodes.Forbidden : ErrorCodes.TooMany, known.Error!.Code);
        }

        Assert.Equal(20, (await world.AuditAsync(AuditActions.SignInFailed)).Count);
        Assert.Equal(2, (await world.AuditAsync(AuditActions.LockedOut)).Count);
    }

    [Fact]
    public async Task Locked_says_until_when_and_even_the_right_password_waits()
    {
        await using var world = await WithPasswordAsync();
        await FailAsync(world, 10);

        var locked = await SignInAsync(world, world.Developer.Email!, AccountWorld.Password);
        Assert.Contains("locked until 2026-11-23 09:15:00 UTC, 15 minutes from now", locked.Error!.Message);

        world.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await SignInAsync(world, world.Developer.Email!, AccountWorld.Password)).Succeeded);
    }

    [Fact]
    public async Task Nine_failures_and_a_success_begin_the_count_anew()
    {
        await using var world = await WithPasswordAsync();

        await FailAsync(world, 9);
        Assert.True((await SignInAsync(world, world.Developer.Email!, AccountWorld.Password)).Succeeded);
        await FailAsync(world, 9);

        Assert.True((await SignInAsync(world, world.Developer.Email!, AccountWorld.Password)).Succeeded);
    }

    [Fact]
    public async Task Thirty_guesses_at_the_same_moment_are_ten_at_most()
    {
        await using var world = await WithPasswordAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(
            i => Task.Run(() => SignInAsync(world, world.Developer.Email!, $"guess number {i}"))));

        Assert.InRange((await world.AuditAsync(AuditActions.SignInFailed)).Count, 1, 10);
    }

    [Fact]
    public async Task A_disabled_account_is_told_so_only_to_who_knows_its_password()
    {
        await using var world = await WithPasswordAsync();
        await new DisableUser(world.Database, world.Clock)
            .RunAsync(new(world.Developer.UserId!.Value), world.Administrator);

        var wrong = await SignInAsync(world, world.Developer.Email!, "not the password");
        var right = await SignInAsync(world, world.Developer.Email!, AccountWorld.Password);

        Assert.DoesNotContain("disabled", wrong.Error!.Message);
        Assert.Contains("disabled", right.Error!.Message);
        Assert.Contains(world.Portal.SupportAddress, right.Error.Message);
    }

    [Fact]
    public async Task An_account_without_a_password_cannot_be_opened_with_any()
    {
        await using var world = await World.CreateAsync();

        Assert.Equal(ErrorCodes.Forbidden, (await SignInAsync(world, world.Auditor.Email!, "x")).Error!.Code);
        Assert.Equal("Password", (await SignInAsync(world, world.Auditor.Email!, "")).Error!.Field);
    }

    private static async Task<World> WithPasswordAsync()
    {
        var world = await World.CreateAsync();
        await world.SetPasswordAsync(world.Developer, AccountWorld.Password);
        return world;
    }

    private static Task<Outcome<User>> SignInAsync(World world, string email, string password) =>
        world.SignIn().RunAsync(new(email, password), world.Visitor);

    private static async Task FailAsync(World world, int times)
    {
        for (var i = 0; i < times; i++) await SignInAsync(world, world.Developer.Email!, "not the password");
    }
}
