using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Accounts;

public sealed class InvitationTests
{
    private const string Address = "nina@new.example";

    [Fact]
    public async Task A_staff_invitation_becomes_an_account_that_can_sign_in()
    {
        await using var world = await World.CreateAsync();
        var invited = await world.AddStaff().RunAsync(new($" {Address} ", "Nina", StaffRole.Auditor), Actor.Operator);
        var token = AccountWorld.TokenIn(invited.Value!.Link);

        var accepted = await AcceptAsync(world, token);

        Assert.Equal(("Nina N.", StaffRole.Auditor), (accepted.Value!.Name, accepted.Value.StaffRole));
        Assert.StartsWith("https://registry.example/account/invitation?token=", invited.Value.Link);
        Assert.True((await world.SignIn().RunAsync(new(Address, AccountWorld.Password), world.Visitor)).Succeeded);
        var mail = Assert.Single(await world.MailToAsync(Address));
        Assert.Equal(token, world.MailSecrets.Unprotect(mail.ProtectedSecret!));
        Assert.Equal("auditor", mail.Read<InvitationSent>().Role);
        Assert.Single(await world.AuditAsync(AuditActions.StaffInvited));
        Assert.Single(await world.AuditAsync(AuditActions.StaffAdded));
    }

    [Fact]
    public async Task A_partner_invitation_becomes_a_membership_and_its_administrators_are_told()
    {
        await using var world = await World.CreateAsync();
        var token = await InviteToPartnerAsync(world);

        var accepted = await AcceptAsync(world, token);

        var actor = await world.ActorAsync(accepted.Value!.Id);
        Assert.Equal((world.Partner.Id, PartnerRole.Developer), (actor.PartnerId!.Value, actor.PartnerRole));
        var told = Assert.Single(await world.MailToAsync(world.PartnerAdministrator.Email!));
        Assert.Equal("Nina N.", told.Read<MemberAdded>().MemberName);
        Assert.Equal(world.Partner.Id, Assert.Single(await world.AuditAsync(AuditActions.MemberAdded)).PartnerId);
    }

    [Fact]
    public async Task Of_parallel_acceptances_exactly_one_makes_the_account()
    {
        await using var world = await World.CreateAsync();
        var token = await InviteToPartnerAsync(world);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => AcceptAsync(world, token))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.All(
            outcomes.Where(o => !o.Succeeded),
            o => Assert.Contains(o.Error!.Code, (string[])[ErrorCodes.WrongState, ErrorCodes.Duplicate]));
        await using var db = world.Database.CreateDbContext();
        Assert.Single(await db.Users.Where(u => u.Email == Address).ToListAsync());
    }

    [Fact]
    public async Task Looking_does_not_use_it_up_and_a_closed_one_says_why()
    {
        await using var world = await World.CreateAsync();
        var find = new FindInvitation(world.Database, Options.Create(world.Portal), world.Clock);
        var token = await InviteToPartnerAsync(world);

        Assert.Equal("Northwind", (await find.RunAsync(token)).Value!.PartnerName);
        Assert.True((await find.RunAsync(token)).Succeeded);
        await AcceptAsync(world, token);
        Assert.Contains("accepted already", (await find.RunAsync(token)).Error!.Message);
        Assert.Equal(ErrorCodes.NotFound, (await find.RunAsync("garbage")).Error!.Code);
        Assert.Equal(ErrorCodes.NotFound, (await find.RunAsync(null)).Error!.Code);

        var other = await InviteToPartnerAsync(world, "late@new.example");
        world.Clock.Advance(Invitation.Lifetime);
        Assert.Contains("lapsed on 2026-11-30 09:00 UTC", (await find.RunAsync(other)).Error!.Message);
        Assert.Equal(ErrorCodes.WrongState, (await AcceptAsync(world, other)).Error!.Code);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_the_fields_and_the_link_stays_good()
    {
        await using var world = await World.CreateAsync();
        var token = await InviteToPartnerAsync(world);

        var refused = await world.AcceptInvitation().RunAsync(new(token, " ", "short"), world.Visitor);

        Assert.Equal(["Name", "Password"], refused.Errors.Select(e => e.Field));
        Assert.True((await AcceptAsync(world, token)).Succeeded);
    }

    [Fact]
    public async Task An_address_with_a_place_already_gets_a_clear_answer()
    {
        await using var world = await World.CreateAsync();
        var token = await InviteToPartnerAsync(world, world.OtherDeveloper.Email!);

        Assert.Equal(ErrorCodes.Duplicate, (await AcceptAsync(world, token)).Error!.Code);
        Assert.Equal(world.OtherPartner.Id, (await world.ActorAsync(world.OtherDeveloper.UserId!.Value)).PartnerId);
    }

    [Fact]
    public async Task An_account_that_lost_its_place_is_taken_up_again()
    {
        await using var world = await World.CreateAsync();
        await using (var db = world.Database.CreateDbContext())
        {
            db.Remove(await db.PartnerMembers.SingleAsync(m => m.UserId == world.OtherDeveloper.UserId));
            await db.SaveChangesAsync();
        }

        var accepted = await AcceptAsync(world, await InviteToPartnerAsync(world, world.OtherDeveloper.Email!));

        Assert.Equal(world.OtherDeveloper.UserId, accepted.Value!.Id);
        Assert.Equal(world.Partner.Id, (await world.ActorAsync(accepted.Value.Id)).PartnerId);
    }

    private static Task<Outcome<User>> AcceptAsync(World world, string token) =>
        world.AcceptInvitation().RunAsync(new(token, " Nina N. ", AccountWorld.Password), world.Visitor);

    private static async Task<string> InviteToPartnerAsync(World world, string address = Address)
    {
        var (invitation, token) = Invitation.ToPartner(
            world.Partner.Id, PartnerRole.Developer, address, "Nina", world.PartnerAdministrator.UserId, world.Now);
        await world.SaveAsync(invitation);
        return token;
    }
}
