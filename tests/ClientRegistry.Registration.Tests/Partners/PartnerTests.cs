using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Partners;

/// <summary>Partners themselves: adding, naming, assigning, listing.</summary>
public sealed class PartnerTests
{
    [Theory, OnEachDatabase]
    public async Task A_new_partner_is_in_the_list_with_its_account_manager(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var added = await world.AddPartner().RunAsync(new(" Fabrikam ", world.AccountManager.UserId), world.Administrator);

        Assert.True(added.Succeeded);
        var listed = await new ListPartners(world.Database, world.WhoHolds()).RunAsync(new("fabri"), world.Auditor);
        var partner = Assert.Single(listed.Value!.Items);
        Assert.Equal(("Fabrikam", "Max", 0), (partner.Name, partner.AccountManagerName, partner.MemberCount));
    }

    [Theory, OnEachDatabase]
    public async Task A_name_that_is_taken_is_refused_for_a_new_partner_and_for_an_old_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var added = await world.AddPartner().RunAsync(new("Northwind"), world.Administrator);
        var renamed = await new RenamePartner(world.Database, world.WhoHolds(), world.Clock)
            .RunAsync(new(world.OtherPartner.Id, "Northwind"), world.Administrator);

        Assert.Equal((ErrorCodes.Duplicate, "Name"), (added.Error!.Code, added.Error.Field));
        Assert.Equal((ErrorCodes.Duplicate, "Name"), (renamed.Error!.Code, renamed.Error.Field));
    }

    [Theory, OnEachDatabase]
    public async Task Another_name_is_told_of_each_of_the_partners_clients_and_of_no_other(DatabaseKind kind)
    {
        const int Many = 1001;
        await using var world = await World.CreateAsync(kind);
        await world.SaveAsync([.. Enumerable.Range(0, Many).Select(i => NewClient($"c{i}", world.Partner.Id))]);
        await world.SaveAsync(NewClient("other", world.OtherPartner.Id));
        List<ClientChange> heard = [];
        world.Database.Commits.ClientsChanged += heard.AddRange;
        var rename = new RenamePartner(world.Database, world.WhoHolds(), world.Clock);

        var refused = await rename.RunAsync(new(world.Partner.Id, "Contoso"), world.Administrator);
        Assert.Equal(ErrorCodes.Duplicate, refused.Error!.Code);
        Assert.Empty(heard);
        var renamed = await rename.RunAsync(new(world.Partner.Id, "Southwind"), world.Administrator);

        Assert.True(renamed.Succeeded);
        await using var db = world.Database.CreateDbContext();
        var told = await db.ClientChanges.AsNoTracking().Where(c => c.Kind == ClientChangeKind.Updated).ToListAsync();
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"c{i}").Order(), told.Select(c => c.ClientId).Order());
        Assert.Equal(told.Select(c => c.Id).Order(), heard.Select(c => c.Id).Order());
        Assert.Equal(Many, told.Select(c => c.Sequence).Distinct().Count());

        Client NewClient(string clientId, Guid partnerId) => Client.Issue(
            clientId, partnerId, ClientEnvironment.Sandbox, new ClientMetadata { ClientName = clientId }, null, world.Now);
    }

    [Theory, OnEachDatabase]
    public async Task Only_an_administrator_changes_a_partner_and_others_are_told_whom_to_ask(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var rename = new RenamePartner(world.Database, world.WhoHolds(), world.Clock);

        foreach (var actor in new[] { world.AccountManager, world.Auditor })
        {
            var refused = await rename.RunAsync(new(world.Partner.Id, "Southwind"), actor);
            Assert.Equal(ErrorCodes.Forbidden, refused.Error!.Code);
            Assert.Contains("Ada (ada@registry.example)", refused.Error.Message, StringComparison.Ordinal);
        }

        var byPartner = await rename.RunAsync(new(world.Partner.Id, "Southwind"), world.PartnerAdministrator);
        Assert.Contains("Max (max@registry.example)", byPartner.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", byPartner.Error.Message, StringComparison.Ordinal);
        Assert.Equal("Northwind", (await world.ShowAsync(world.Auditor)).Name);
    }

    [Theory, OnEachDatabase]
    public async Task A_partner_is_handed_to_another_account_manager_and_the_trail_says_so(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var assigned = await new AssignAccountManager(world.Database, world.WhoHolds(), world.Clock)
            .RunAsync(new(world.Partner.Id, world.PoolManager.UserId), world.Administrator);

        Assert.True(assigned.Succeeded);
        Assert.Equal("Petra", (await world.ShowAsync(world.Administrator)).AccountManager!.Name);
        await using var db = world.Database.CreateDbContext();
        var entry = await db.AuditEvents.SingleAsync(e => e.Action == AuditActions.PartnerChanged);
        Assert.Equal("account manager: Max → Petra", entry.Reason);
    }

    [Theory, OnEachDatabase]
    public async Task Neither_an_auditor_nor_a_partners_member_can_look_after_a_partner(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var assign = new AssignAccountManager(world.Database, world.WhoHolds(), world.Clock);

        foreach (var person in new[] { world.Auditor, world.Developer })
        {
            var refused = await assign.RunAsync(new(world.Partner.Id, person.UserId), world.Administrator);
            Assert.Equal(ErrorCodes.Invalid, refused.Error!.Code);
        }
    }

    [Theory, OnEachDatabase]
    public async Task An_administrator_alone_lets_a_partners_secrets_travel_by_claim_link_only(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var require = new RequireClaimLink(world.Database, world.WhoHolds(), world.Clock);

        foreach (var other in (Actor[])
            [world.AccountManager, world.PoolManager, world.Auditor, world.PartnerAdministrator, world.Developer, world.Visitor])
            Assert.Equal(ErrorCodes.Forbidden, (await require.RunAsync(new(world.Partner.Id, true), other)).Error!.Code);
        Assert.False((await world.ShowAsync(world.Administrator)).RequiresClaimLink);

        foreach (var required in (bool[])[true, true, false])
            Assert.True((await require.RunAsync(new(world.Partner.Id, required), world.Administrator)).Succeeded);
        Assert.True((await require.RunAsync(new(world.Partner.Id, true), world.Administrator)).Succeeded);
        Assert.True((await world.ShowAsync(world.Administrator)).RequiresClaimLink);
        await using var db = world.Database.CreateDbContext();
        Assert.Equal(
            ["secrets by claim link only", "secrets as everywhere, no longer by claim link only", "secrets by claim link only"],
            await db.AuditEvents.Where(e => e.Action == AuditActions.PartnerChanged)
                .OrderBy(e => e.Sequence).Select(e => e.Reason).ToListAsync());

        await world.IssuedAsync();
        Assert.Single(await world.MailsAsync<ClaimLinkSent>());
        Assert.Empty(await world.MailsAsync<CredentialsIssued>());
    }

    [Theory, OnEachDatabase]
    public async Task A_partner_reads_as_missing_to_members_of_another_and_to_visitors(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var show = new ShowPartner(world.Database, world.Clock);

        foreach (var actor in new[] { world.OtherDeveloper, world.Visitor })
        {
            var hidden = await show.RunAsync(new(world.Partner.Id), actor);
            var missing = await show.RunAsync(new(Guid.Empty), actor);
            Assert.Equal(missing.Error, hidden.Error);
            Assert.Equal(ErrorCodes.NotFound, hidden.Error!.Code);
        }
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("[")]
    [InlineData("\\")]
    public async Task What_is_searched_for_has_no_power_as_a_pattern(string text)
    {
        await using var world = await World.CreateAsync();
        await world.AddPartner().RunAsync(new($"A{text}B"), world.Administrator);

        var found = await new ListPartners(world.Database, world.WhoHolds()).RunAsync(new(text), world.Administrator);

        Assert.Equal($"A{text}B", Assert.Single(found.Value!.Items).Name);
    }

    [Theory, OnEachDatabase]
    public async Task The_list_can_be_ones_own_partners_or_the_pool(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var list = new ListPartners(world.Database, world.WhoHolds());

        var mine = await list.RunAsync(new(Of: PartnersOf.Mine), world.AccountManager);
        var pool = await list.RunAsync(new(Of: PartnersOf.Pool), world.AccountManager);
        var outsider = await list.RunAsync(new(), world.PartnerAdministrator);

        Assert.Equal("Northwind", Assert.Single(mine.Value!.Items).Name);
        Assert.Equal("Contoso", Assert.Single(pool.Value!.Items).Name);
        Assert.Equal(ErrorCodes.Forbidden, outsider.Error!.Code);
    }
}
