using System.Security.Claims;
using Bunit;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Testing;
using ClientRegistry.Web.Accounts;
using ClientRegistry.Web.Components.Admin;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace ClientRegistry.Web.Tests.Admin;

public sealed class StaffPageTests
{
    [Fact]
    public async Task An_administrator_sees_everybody_and_changes_all_but_themselves()
    {
        await using var world = await World.CreateAsync();
        await using var page = Open(world, world.Administrator);
        var staff = page.Render<Staff>();
        staff.WaitForElement("table");

        Assert.Equal(4, staff.FindAll("tbody tr").Count);
        Assert.Empty(staff.FindAll("[aria-label='Role of Ada'], [aria-label='Disable Ada']"));

        staff.Find("[aria-label='Role of Petra']").Change(nameof(StaffRole.Auditor));
        staff.Find("[aria-label='Save the role of Petra']").Click();

        staff.WaitForAssertion(() => Assert.Contains("Petra is auditor now.", staff.Find("[role=status]").TextContent));
        Assert.Equal(StaffRole.Auditor, (await world.ActorAsync(world.PoolManager.UserId!.Value)).StaffRole);
    }

    [Fact]
    public async Task A_refusal_that_the_page_did_not_foresee_is_shown()
    {
        await using var world = await World.CreateAsync();
        await using var page = Open(world, world.Administrator);
        var staff = page.Render<Staff>();
        staff.WaitForElement("table");
        var other = await world.AddStaffAsync("Abel", StaffRole.Administrator);
        await new ChangeStaffRole(world.Database, world.Clock)
            .RunAsync(new(world.Administrator.UserId!.Value, StaffRole.AccountManager), other);

        staff.Find("[aria-label='Role of Petra']").Change(nameof(StaffRole.Auditor));
        staff.Find("[aria-label='Save the role of Petra']").Click();

        staff.WaitForAssertion(() => Assert.Contains("You cannot open this page", staff.Markup));
        Assert.Contains("Abel", staff.Markup);
        Assert.Equal(StaffRole.AccountManager, (await world.ActorAsync(world.PoolManager.UserId!.Value)).StaffRole);
    }

    [Fact]
    public async Task An_invitation_says_what_is_wrong_at_its_fields_and_keeps_what_was_typed()
    {
        await using var world = await World.CreateAsync();
        await using var page = Open(world, world.Administrator);
        var staff = page.Render<Staff>();
        staff.WaitForElement("table");

        staff.FindAll("button").Single(b => b.TextContent.Trim() == "Invite somebody").Click();
        staff.Find("#invite-email").Input("nina");
        staff.Find("form").Submit();
        staff.WaitForAssertion(() => Assert.Contains("mail address", staff.Find("#invite-email-error").TextContent));
        Assert.Equal("nina", staff.Find("#invite-email").GetAttribute("value"));

        staff.Find("#invite-email").Input("nina@new.example");
        staff.Find("#invite-name").Input("Nina");
        staff.Find("form").Submit();
        staff.WaitForAssertion(() => Assert.Contains("Invited, not answered yet", staff.Markup));
        Assert.Contains("nina@new.example", staff.Markup);
    }

    [Fact]
    public async Task An_auditor_reads_and_an_account_manager_is_sent_to_the_administrators()
    {
        await using var world = await World.CreateAsync();
        await using (var page = Open(world, world.Auditor))
        {
            var staff = page.Render<Staff>();
            staff.WaitForElement("table");
            Assert.Empty(staff.FindAll("button, select"));
        }

        await using (var page = Open(world, world.AccountManager))
        {
            var staff = page.Render<Staff>();
            staff.WaitForAssertion(() => Assert.Contains("ada@registry.example", staff.Markup));
            Assert.Empty(staff.FindAll("table"));
        }
    }

    private static BunitContext Open(World world, Actor actor)
    {
        // A loaded machine may take its time.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        var page = new BunitContext();
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        page.AddAuthorization();
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, actor.UserId.ToString()!)], "test");
        page.Services.AddMudServices();
        page.Services
            .AddSingleton<TimeProvider>(world.Clock)
            .AddSingleton(Options.Create(world.Portal))
            .AddSingleton<Microsoft.EntityFrameworkCore.IDbContextFactory<Core.Data.RegistryDbContext>>(world.Database)
            .AddSingleton<IHttpContextAccessor>(new HttpContextAccessor
            {
                HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(identity) },
            })
            .AddSingleton(world.Outbox)
            .AddSingleton(world.Links)
            .AddScoped<CurrentActor>()
            .AddTransient<FindWhoHolds>()
            .AddTransient<ListStaff>()
            .AddTransient<AddStaff>()
            .AddTransient<ChangeStaffRole>()
            .AddTransient<DisableUser>()
            .AddTransient<EnableUser>();
        return page;
    }
}
