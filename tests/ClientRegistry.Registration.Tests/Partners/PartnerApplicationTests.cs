using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Partners;

/// <summary>Deciding whether an organisation becomes a partner.</summary>
public sealed class PartnerApplicationTests
{
    [Theory, OnEachDatabase]
    public async Task Accepting_makes_a_partner_and_invites_the_applicant_as_its_administrator(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var application = await world.ApplicationAsync();

        var accepted = await world.Accept().RunAsync(new(application.Id), world.AccountManager);

        await using var db = world.Database.CreateDbContext();
        var partner = await db.Partners.SingleAsync(p => p.Id == accepted.Value);
        var invitation = await db.Invitations.SingleAsync();
        Assert.Equal(("Fabrikam", world.AccountManager.UserId), (partner.Name, partner.AccountManagerId));
        Assert.Equal(
            (partner.Id, PartnerRole.Administrator, "greta@fabrikam.example"),
            (invitation.PartnerId!.Value, invitation.PartnerRole!.Value, invitation.Email));
        Assert.Equal("greta@fabrikam.example", Assert.Single(await world.MailsAsync<InvitationSent>()).RecipientAddress);
    }

    [Theory, OnEachDatabase]
    public async Task Many_acceptances_at_once_give_one_partner_and_the_others_learn_who_decided(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var application = await world.ApplicationAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            n => world.Accept().RunAsync(new(application.Id, $"Fabrikam {n}"), world.AccountManager)));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.All(
            outcomes.Where(o => !o.Succeeded),
            o => Assert.Equal("Max accepted this application at 2026-11-23 09:00 UTC.", o.Error!.Message));
        await using var db = world.Database.CreateDbContext();
        Assert.Equal(3, await db.Partners.CountAsync());
        Assert.Single(await world.MailsAsync<InvitationSent>());
    }

    [Theory, OnEachDatabase]
    public async Task A_name_that_is_taken_asks_for_another_and_leaves_the_application_waiting(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var application = await world.ApplicationAsync();

        var refused = await world.Accept().RunAsync(new(application.Id, "Contoso"), world.AccountManager);
        var accepted = await world.Accept().RunAsync(new(application.Id, "Contoso Services"), world.AccountManager);

        Assert.Equal((ErrorCodes.Duplicate, "PartnerName"), (refused.Error!.Code, refused.Error.Field));
        Assert.True(accepted.Succeeded);
    }

    [Theory, OnEachDatabase]
    public async Task An_applicant_who_has_an_account_cannot_be_made_administrator_of_a_new_partner(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var application = await world.ApplicationAsync("olga@contoso.example");

        var refused = await world.Accept().RunAsync(new(application.Id), world.AccountManager);

        Assert.Contains("Olga is a member of Contoso", refused.Error!.Message, StringComparison.Ordinal);
        await using var db = world.Database.CreateDbContext();
        Assert.Equal(PartnerApplicationState.Waiting, (await db.PartnerApplications.SingleAsync()).State);
    }

    [Theory, OnEachDatabase]
    public async Task Declining_needs_a_reason_and_mails_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var application = await world.ApplicationAsync();

        var silent = await world.Decline().RunAsync(new(application.Id, " \n "), world.PoolManager);
        var declined = await world.Decline().RunAsync(new(application.Id, "We work with shops only."), world.PoolManager);
        var late = await world.Accept().RunAsync(new(application.Id), world.AccountManager);

        Assert.Equal((ErrorCodes.Invalid, "Reason"), (silent.Error!.Code, silent.Error.Field));
        Assert.True(declined.Succeeded);
        Assert.StartsWith("Petra declined", late.Error!.Message, StringComparison.Ordinal);
        var mail = Assert.Single(await world.MailsAsync<PartnerApplicationDeclined>());
        Assert.Contains("We work with shops only.", mail.Payload, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task Auditors_read_applications_but_decide_on_none_and_partners_do_neither(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var application = await world.ApplicationAsync();
        var list = new ListPartnerApplications(world.Database, world.WhoHolds());

        Assert.Equal("Fabrikam", Assert.Single((await list.RunAsync(new(), world.Auditor)).Value!.Items).Organisation);
        Assert.Equal(ErrorCodes.Forbidden, (await list.RunAsync(new(), world.PartnerAdministrator)).Error!.Code);
        foreach (var actor in new[] { world.Auditor, world.PartnerAdministrator, world.Visitor })
        {
            Assert.Equal(ErrorCodes.Forbidden, (await world.Accept().RunAsync(new(application.Id), actor)).Error!.Code);
            Assert.Equal(ErrorCodes.Forbidden, (await world.Decline().RunAsync(new(application.Id, "No"), actor)).Error!.Code);
        }
    }
}
