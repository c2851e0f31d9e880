using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Accounts;

public sealed class StaffTests
{
    [Fact]
    public async Task Only_administrators_touch_the_staff_and_the_refusal_names_them()
    {
        await using var world = await World.CreateAsync();
        foreach (var actor in new[] { world.AccountManager, world.Auditor, world.Developer, world.Visitor })
        {
            var id = world.PoolManager.UserId!.Value;
            RegistryError?[] refusals =
            [
                (await world.AddStaff().RunAsync(new("a@b.example", "A", StaffRole.Auditor), actor)).Error,
                (await ChangeRole(world).RunAsync(new(id, StaffRole.Auditor), actor)).Error,
                (await Disable(world).RunAsync(new(id), actor)).Error,
                (await new EnableUser(world.Database, world.Clock).RunAsync(new(id), actor)).Error,
            ];
            Assert.All(refusals, r => Assert.Equal(ErrorCodes.Forbidden, r!.Code));
            Assert.All(refusals, r => Assert.Contains("Ada (ada@registry.example)", r!.Message));
        }

        Assert.Equal(
            ErrorCodes.Forbidden,
            (await new ListStaff(world.Database, world.Clock).RunAsync(1, world.AccountManager)).Error!.Code);
    }

    [Fact]
    public async Task Whoever_becomes_auditor_or_is_disabled_hands_their_partners_to_the_pool()
    {
        await using var world = await World.CreateAsync();

        Assert.True((await ChangeRole(world).RunAsync(
            new(world.AccountManager.UserId!.Value, StaffRole.Auditor), world.Administrator)).Succeeded);

        await using var db = world.Database.CreateDbContext();
        Assert.Null((await db.Partners.SingleAsync(p => p.Id == world.Partner.Id)).AccountManagerId);
        Assert.Equal(
            "account manager → auditor", Assert.Single(await world.AuditAsync(AuditActions.StaffChanged)).Reason);
        Assert.Single(await world.AuditAsync(AuditActions.PartnerChanged));
    }

    [Fact]
    public async Task Nobody_disables_or_demotes_themselves_and_one_administrator_remains()
    {
        await using var world = await World.CreateAsync();
        var id = world.Administrator.UserId!.Value;

        Assert.Equal(ErrorCodes.Forbidden, (await Disable(world).RunAsync(new(id), world.Administrator)).Error!.Code);
        Assert.Equal(
            ErrorCodes.Forbidden,
            (await ChangeRole(world).RunAsync(new(id, StaffRole.Auditor), world.Administrator)).Error!.Code);
        Assert.Equal(ErrorCodes.WrongState, (await Disable(world).RunAsync(new(id), Actor.Operator)).Error!.Code);
    }

    [Fact]
    public async Task Two_administrators_who_take_each_others_role_at_once_do_not_both_succeed()
    {
        for (var i = 0; i < 5; i++)
        {
            await using var world = await World.CreateAsync();
            var other = await world.AddStaffAsync("Abel", StaffRole.Administrator);

            var outcomes = await Task.WhenAll(
                Task.Run(() => ChangeRole(world).RunAsync(
                    new(other.UserId!.Value, StaffRole.Auditor), world.Administrator)),
                Task.Run(() => Disable(world).RunAsync(new(world.Administrator.UserId!.Value), other)));

            Assert.Single(outcomes, o => o.Succeeded);
        }
    }

    [Fact]
    public async Task An_actor_whose_role_was_taken_meanwhile_is_refused()
    {
        await using var world = await World.CreateAsync();
        var other = await world.AddStaffAsync("Abel", StaffRole.Administrator);
        await ChangeRole(world).RunAsync(new(other.UserId!.Value, StaffRole.Auditor), world.Administrator);

        var late = await Disable(world).RunAsync(new(world.Auditor.UserId!.Value), other);

        Assert.Equal(ErrorCodes.Forbidden, late.Error!.Code);
    }

    [Fact]
    public async Task Disabling_ends_the_sessions_and_enabling_opens_the_account_again()
    {
        await using var world = await World.CreateAsync();
        await world.SetPasswordAsync(world.Auditor, AccountWorld.Password);
        var id = world.Auditor.UserId!.Value;

        await Disable(world).RunAsync(new(id), world.Administrator);
        Assert.False((await world.ActorAsync(id)).IsStaff);
        await new EnableUser(world.Database, world.Clock).RunAsync(new(id), world.Administrator);

        Assert.True((await world.ActorAsync(id)).IsStaff);
        Assert.True((await world.SignIn().RunAsync(
            new(world.Auditor.Email!, AccountWorld.Password), world.Visitor)).Succeeded);
        Assert.Single(await world.AuditAsync(AuditActions.UserDisabled));
        Assert.Single(await world.AuditAsync(AuditActions.UserEnabled));
    }

    [Fact]
    public async Task The_list_shows_people_by_name_and_open_invitations()
    {
        await using var world = await World.CreateAsync();
        await world.AddStaff().RunAsync(new("nina@new.example", "Nina", StaffRole.Auditor), world.Administrator);
        await world.AddStaff().RunAsync(new("nina@new.example", "Nina N.", StaffRole.Auditor), world.Administrator);

        var page = (await new ListStaff(world.Database, world.Clock).RunAsync(1, world.Auditor)).Value!;

        Assert.Equal(["Aaron", "Ada", "Max", "Petra"], page.Members.Select(m => m.Name));
        Assert.Equal((4, 1), (page.MemberCount, page.Members.Single(m => m.Name == "Max").PartnerCount));
        Assert.Equal("Nina N.", Assert.Single(page.Invitations).Name);
    }

    [Theory]
    [InlineData("", "Nina", "Email")]
    [InlineData("nina", "Nina", "Email")]
    [InlineData("Nina <nina@new.example>", "Nina", "Email")]
    [InlineData("nina@new.example", "", "Name")]
    public async Task A_malformed_invitation_is_refused_at_its_field(string email, string name, string field)
    {
        await using var world = await World.CreateAsync();
        var outcome = await world.AddStaff().RunAsync(new(email, name, StaffRole.Auditor), world.Administrator);
        Assert.Equal(field, Assert.Single(outcome.Errors).Field);
    }

    [Fact]
    public async Task Whoever_has_a_place_already_is_not_invited()
    {
        await using var world = await World.CreateAsync();
        foreach (var actor in new[] { world.Developer, world.Auditor })
        {
            var outcome = await world.AddStaff().RunAsync(
                new(actor.Email!.ToUpperInvariant(), "X", StaffRole.Auditor), world.Administrator);
            Assert.Equal((ErrorCodes.Duplicate, "Email"), (outcome.Error!.Code, outcome.Error.Field));
        }
    }

    private static ChangeStaffRole ChangeRole(World world) => new(world.Database, world.Clock);

    private static DisableUser Disable(World world) => new(world.Database, world.Clock);
}
