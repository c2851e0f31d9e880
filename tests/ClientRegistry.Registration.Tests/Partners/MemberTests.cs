using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Partners;

/// <summary>Who belongs to a partner, and who says so.</summary>
public sealed class MemberTests
{
    [Theory, OnEachDatabase]
    public async Task A_partner_administrator_invites_by_mail_and_the_token_is_nowhere_in_clear(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var invited = await InviteAsync(world, world.PartnerAdministrator);

        Assert.True(invited.Succeeded);
        var mail = Assert.Single(await world.MailsAsync<InvitationSent>());
        var token = world.MailSecrets.Unprotect(mail.ProtectedSecret!);
        Assert.DoesNotContain(token, mail.Payload, StringComparison.Ordinal);
        await using var db = world.Database.CreateDbContext();
        var invitation = await db.Invitations.SingleAsync();
        Assert.Equal(Invitation.HashOf(token), invitation.TokenHash);
        Assert.Equal(
            (world.Partner.Id, PartnerRole.Developer, (StaffRole?)null),
            (invitation.PartnerId, invitation.PartnerRole!.Value, invitation.StaffRole));
    }

    [Theory, OnEachDatabase]
    public async Task A_second_invitation_of_an_address_replaces_the_first_whatever_its_case(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await InviteAsync(world, world.PartnerAdministrator, "nina@northwind.example");

        await InviteAsync(world, world.AccountManager, "Nina@Northwind.example", PartnerRole.Administrator);

        var open = Assert.Single((await world.ShowAsync(world.Developer)).Invitations);
        Assert.Equal(("Nina@Northwind.example", PartnerRole.Administrator), (open.Email, open.Role));
    }

    [Theory, OnEachDatabase]
    public async Task Two_invitations_of_one_address_at_once_leave_one_open(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var both = await Task.WhenAll(
            InviteAsync(world, world.PartnerAdministrator), InviteAsync(world, world.AccountManager));

        Assert.Contains(both, o => o.Succeeded);
        Assert.Single((await world.ShowAsync(world.Administrator)).Invitations);
    }

    [Theory, OnEachDatabase]
    public async Task Who_has_an_account_cannot_be_invited_and_only_staff_learns_whose_it_is(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var own = await InviteAsync(world, world.PartnerAdministrator, "dora@northwind.example");
        var byPartner = await InviteAsync(world, world.PartnerAdministrator, "OLGA@contoso.example");
        var byStaff = await InviteAsync(world, world.AccountManager, "olga@contoso.example");

        Assert.All([own, byPartner, byStaff], o => Assert.Equal((ErrorCodes.Duplicate, "Email"), (o.Error!.Code, o.Error.Field)));
        Assert.Contains("Dora is a member already", own.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Contoso", byPartner.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("Olga is a member of Contoso", byStaff.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(await world.MailsAsync<InvitationSent>());
    }

    [Theory, OnEachDatabase]
    public async Task Wrong_input_is_named_at_its_field(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var refused = await world.InviteMember().RunAsync(
            new(world.Partner.Id, "nobody", "", (PartnerRole)7), world.PartnerAdministrator);

        Assert.Equal(["Email", "Name", "Role"], refused.Errors.Select(e => e.Field).Order());
    }

    [Theory, OnEachDatabase]
    public async Task Nobody_from_another_partner_touches_members_or_invitations(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await InviteAsync(world, world.PartnerAdministrator);
        var invitation = Assert.Single((await world.ShowAsync(world.Administrator)).Invitations);
        var stranger = await world.AddMemberAsync("Otto", world.OtherPartner, PartnerRole.Administrator);

        RegistryError?[] refusals =
        [
            (await InviteAsync(world, stranger)).Error,
            (await world.WithdrawInvitation().RunAsync(new(invitation.Id), stranger)).Error,
            (await world.ChangeMemberRole().RunAsync(
                new(world.Partner.Id, world.Developer.UserId!.Value, PartnerRole.Administrator), stranger)).Error,
            (await world.RemoveMember().RunAsync(new(world.Partner.Id, world.Developer.UserId!.Value), stranger)).Error,
            (await world.RemoveMember().RunAsync(new(world.OtherPartner.Id, world.Developer.UserId!.Value), stranger)).Error,
        ];

        Assert.All(refusals, e => Assert.Equal(ErrorCodes.NotFound, e!.Code));
        var partner = await world.ShowAsync(world.Administrator);
        Assert.Single(partner.Invitations);
        Assert.Equal(2, partner.Members.Total);
    }

    [Theory, OnEachDatabase]
    public async Task Developers_auditors_and_other_account_managers_are_told_who_may(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var developer = await InviteAsync(world, world.Developer);
        var auditor = await InviteAsync(world, world.Auditor);
        var otherManager = await InviteAsync(world, world.PoolManager);

        Assert.All([developer, auditor, otherManager], o => Assert.Equal(ErrorCodes.Forbidden, o.Error!.Code));
        Assert.Contains("Pavel (pavel@northwind.example)", developer.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("Ada (ada@registry.example)", otherManager.Error!.Message, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task The_last_administrator_can_be_neither_removed_nor_made_developer(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var pavel = world.PartnerAdministrator.UserId!.Value;

        var removed = await world.RemoveMember().RunAsync(new(world.Partner.Id, pavel), world.Administrator);
        var demoted = await world.ChangeMemberRole().RunAsync(
            new(world.Partner.Id, pavel, PartnerRole.Developer), world.PartnerAdministrator);

        Assert.Equal(ErrorCodes.WrongState, removed.Error!.Code);
        Assert.Equal(ErrorCodes.WrongState, demoted.Error!.Code);
    }

    [Theory, OnEachDatabase]
    public async Task Two_administrators_who_remove_each_other_at_once_do_not_both_succeed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var second = await world.AddMemberAsync("Paula", world.Partner, PartnerRole.Administrator);

        await Task.WhenAll(
            world.RemoveMember().RunAsync(new(world.Partner.Id, second.UserId!.Value), world.PartnerAdministrator),
            world.RemoveMember().RunAsync(new(world.Partner.Id, world.PartnerAdministrator.UserId!.Value), second));

        var members = (await world.ShowAsync(world.Administrator)).Members.Items;
        Assert.Single(members, m => m.Role == PartnerRole.Administrator);
    }

    [Theory, OnEachDatabase]
    public async Task A_removed_member_loses_the_sessions_and_both_sides_are_told_while_requests_stay(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var stamp = world.UserOf(world.Developer).SecurityStamp;
        var draft = await world.StartRequestAsync(world.Developer);

        var removed = await world.RemoveMember().RunAsync(
            new(world.Partner.Id, world.Developer.UserId!.Value), world.PartnerAdministrator);

        Assert.True(removed.Succeeded);
        Assert.Null((await world.ActorAsync(world.Developer.UserId.Value)).PartnerId);
        await using var db = world.Database.CreateDbContext();
        Assert.NotEqual(stamp, (await db.Users.SingleAsync(u => u.Id == world.Developer.UserId)).SecurityStamp);
        Assert.Equal(world.Partner.Id, (await db.ClientRequests.SingleAsync(r => r.Number == draft.Number)).PartnerId);
        Assert.Equal(
            ["dora@northwind.example", "pavel@northwind.example"],
            (await world.MailsAsync<MemberRemoved>()).Select(m => m.RecipientAddress));
    }

    [Theory, OnEachDatabase]
    public async Task A_withdrawn_invitation_cannot_be_accepted_and_not_be_withdrawn_again(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await InviteAsync(world, world.PartnerAdministrator);
        var id = Assert.Single((await world.ShowAsync(world.Administrator)).Invitations).Id;

        var first = await world.WithdrawInvitation().RunAsync(new(id), world.AccountManager);
        var second = await world.WithdrawInvitation().RunAsync(new(id), world.AccountManager);

        Assert.True(first.Succeeded);
        Assert.Equal(ErrorCodes.WrongState, second.Error!.Code);
        await using var db = world.Database.CreateDbContext();
        Assert.False((await db.Invitations.SingleAsync()).IsOpen(world.Now));
    }

    private static Task<Outcome<Done>> InviteAsync(
        World world,
        Actor actor,
        string email = "nina@northwind.example",
        PartnerRole role = PartnerRole.Developer) =>
        world.InviteMember().RunAsync(new(world.Partner.Id, email, "Nina", role), actor);
}
