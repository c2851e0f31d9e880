using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Registration.Tests.Accounts;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Partners;

public sealed class ApplyForPartnershipTests
{
    private static readonly ApplyForPartnership.Input Wish = new(
        "Fabrikam", "Fay", "fay@fabrikam.example", "https://fabrikam.example", "Order parts from our shop.");

    [Fact]
    public async Task An_application_waits_with_a_receipt_and_every_account_manager_told()
    {
        await using var world = await World.CreateAsync();

        Assert.True((await Apply(world).RunAsync(Wish, world.Visitor)).Succeeded);

        await using var db = world.Database.CreateDbContext();
        Assert.Equal("Fabrikam", (await db.PartnerApplications.SingleAsync()).Organisation);
        Assert.Equal(nameof(PartnerApplicationReceived), Assert.Single(await world.MailToAsync(Wish.Email)).Kind);
        Assert.Single(await world.MailToAsync(world.AccountManager.Email!));
        Assert.Single(await world.MailToAsync(world.PoolManager.Email!));
        Assert.Empty(await world.MailToAsync(world.Administrator.Email!));
        Assert.Single(await world.AuditAsync(AuditActions.PartnerApplied));
    }

    [Fact]
    public async Task The_same_application_twice_is_one_and_the_answer_is_the_same()
    {
        await using var world = await World.CreateAsync();

        Assert.True((await Apply(world).RunAsync(Wish, world.Visitor)).Succeeded);
        Assert.True((await Apply(world).RunAsync(Wish with { Purpose = "Again" }, world.Visitor)).Succeeded);

        await using var db = world.Database.CreateDbContext();
        Assert.Single(await db.PartnerApplications.ToListAsync());
        Assert.Single(await world.MailToAsync(Wish.Email));
    }

    [Fact]
    public async Task A_fourth_application_of_one_address_in_a_day_is_refused()
    {
        await using var world = await World.CreateAsync();
        for (var i = 0; i < 3; i++)
            Assert.True((await Apply(world).RunAsync(Wish with { Organisation = $"F{i}" }, world.Visitor)).Succeeded);

        Assert.Equal(ErrorCodes.TooMany, (await Apply(world).RunAsync(Wish, world.Visitor)).Error!.Code);
    }

    [Fact]
    public async Task Every_field_at_fault_is_named_at_once()
    {
        await using var world = await World.CreateAsync();

        var refused = await Apply(world).RunAsync(new("", "\u0007", "fay", "javascript:alert(1)", " "), world.Visitor);

        Assert.Equal(
            ["Organisation", "ContactName", "Email", "Website", "Purpose"], refused.Errors.Select(e => e.Field));
    }

    private static ApplyForPartnership Apply(World world) =>
        new(world.Database, world.Guard(), world.Outbox, world.Clock);
}
