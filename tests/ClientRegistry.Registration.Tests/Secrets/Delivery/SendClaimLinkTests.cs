using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Secrets.Delivery;

/// <summary>A new link to a secret in place of the one before, and one that is taken back.</summary>
public sealed class SendClaimLinkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_new_link_to_the_same_person_stops_the_old_one_and_both_are_written_down(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        var (clientId, old) = await desk.IssuedAsync();
        await desk.AllIsSentAsync();
        desk.World.Clock.Advance(TimeSpan.FromHours(10));

        var sent = await desk.SendAsync(clientId, to: desk.World.Developer, by: desk.World.Developer);

        Assert.Equal("dora@northwind.example", sent.Value!.Email);
        var mail = (await desk.World.MailsAsync<ClaimLinkSent>())[^1];
        var told = ClaimDesk.MessageOf<ClaimLinkSent>(mail);
        Assert.Equal((ClaimOccasion.Asked, desk.World.Now.AddHours(72)), (told.Occasion, told.ExpiresAt));
        Assert.NotNull(mail.ClientRowId);
        Assert.Contains("A newer link took its place", (await desk.ClaimAsync(old)).Error!.Message, StringComparison.Ordinal);
        Assert.True((await desk.ClaimAsync(await desk.TokenAsync())).Succeeded);
        Assert.Empty(await desk.World.MailsAsync<ClaimTakenBack>());
        Assert.Equal(
            [AuditActions.ClaimReplaced, AuditActions.ClaimSent],
            (await desk.DeedsAsync()).SkipWhile(d => d != AuditActions.ClaimReplaced).Take(2));
    }

    [Theory, OnEachDatabase]
    public async Task A_link_to_another_member_tells_the_first_and_never_goes_out_when_it_waits_still(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        var (clientId, _) = await desk.IssuedAsync();
        await desk.AllIsSentAsync();

        Assert.True((await desk.SendAsync(clientId, to: desk.World.PartnerAdministrator, by: desk.World.AccountManager)).Succeeded);
        var told = Assert.Single(await desk.World.MailsAsync<ClaimTakenBack>());
        Assert.Equal("dora@northwind.example", told.RecipientAddress);
        Assert.Equal(("Max", "Pavel"), (ClaimDesk.MessageOf<ClaimTakenBack>(told).TakenBackBy, ClaimDesk.MessageOf<ClaimTakenBack>(told).Instead));

        Assert.True((await desk.SendAsync(clientId, to: desk.World.Developer, by: desk.World.Administrator)).Succeeded);
        Assert.Single(await desk.World.MailsAsync<ClaimTakenBack>());
        var cancelled = Assert.Single(await desk.World.MailsAsync<ClaimLinkSent>(), m => m.State == MailState.Cancelled);
        Assert.Equal(("pavel@northwind.example", null), (cancelled.RecipientAddress, cancelled.ProtectedSecret));
    }

    [Fact]
    public async Task A_member_sends_to_themselves_or_whoever_had_it_and_the_staff_to_any_member_and_nobody_else()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var world = desk.World;
        var third = await world.AddMemberAsync("Third", world.Partner);
        var (clientId, _) = await desk.IssuedAsync();

        foreach (var (to, by, code) in new (Actor To, Actor By, string? Code)[]
            {
                (third, world.PartnerAdministrator, ErrorCodes.Invalid),
                (world.Developer, world.PartnerAdministrator, null),
                (world.PartnerAdministrator, world.PartnerAdministrator, null),
                (third, world.AccountManager, null),
                (world.OtherDeveloper, world.AccountManager, ErrorCodes.Invalid),
                (world.AccountManager, world.AccountManager, ErrorCodes.Invalid),
                (third, world.PoolManager, ErrorCodes.Forbidden),
                (third, world.Auditor, ErrorCodes.Forbidden),
                (world.OtherDeveloper, world.OtherDeveloper, ErrorCodes.NotFound),
                (third, world.Visitor, ErrorCodes.NotFound),
            })
            Assert.Equal(code, (await desk.SendAsync(clientId, to, by)).Error?.Code);

        Assert.Equal(["Dora", "Pavel", "Third"], (await desk.StandingAsync(clientId, world.AccountManager)).Recipients.Select(p => p.Name));
        Assert.Equal(["Dora", "Third"], (await desk.StandingAsync(clientId, world.Developer)).Recipients.Select(p => p.Name));
        Assert.Empty((await desk.StandingAsync(clientId, world.Auditor)).Recipients);
        await using (var db = world.Database.CreateDbContext())
        {
            (await db.Users.SingleAsync(u => u.Id == third.UserId, Ct)).Disable(world.Now);
            await db.SaveChangesAsync(Ct);
        }

        Assert.Equal(ErrorCodes.Invalid, (await desk.SendAsync(clientId, third, world.AccountManager)).Error?.Code);
    }

    [Fact]
    public async Task Of_many_who_send_at_the_same_moment_the_last_one_holds_and_one_link_works()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, _) = await desk.IssuedAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => desk.SendAsync(clientId, desk.World.Developer, desk.World.Developer), Ct)));

        Assert.Single(await desk.AllAsync<SecretClaim>(), c => c.IsOpen(desk.World.Now));
        Assert.Single(await desk.World.MailsAsync<ClaimLinkSent>(), m => m.State == MailState.Due);
    }

    [Theory, OnEachDatabase]
    public async Task Who_cancels_stops_the_link_and_its_person_is_told(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        var (clientId, token) = await desk.IssuedAsync();
        await desk.AllIsSentAsync();
        foreach (var other in (Actor[])[desk.World.Auditor, desk.World.PoolManager])
            Assert.Equal(ErrorCodes.Forbidden, (await desk.CancelAsync(clientId, other)).Error!.Code);
        Assert.Equal(ErrorCodes.NotFound, (await desk.CancelAsync(clientId, desk.World.OtherDeveloper)).Error!.Code);

        Assert.True((await desk.CancelAsync(clientId, desk.World.PartnerAdministrator)).Succeeded);

        Assert.Contains("taken back", (await desk.ClaimAsync(token)).Error!.Message, StringComparison.Ordinal);
        Assert.Null(ClaimDesk.MessageOf<ClaimTakenBack>(Assert.Single(await desk.World.MailsAsync<ClaimTakenBack>())).Instead);
        Assert.Single(await desk.DeedsAsync(), AuditActions.ClaimCancelled);
        Assert.Equal(ErrorCodes.WrongState, (await desk.CancelAsync(clientId, desk.World.Developer)).Error!.Code);
        Assert.Equal(ClaimEnd.Cancelled, (await desk.StandingAsync(clientId, desk.World.Developer)).Claim!.End);
    }

    [Fact]
    public async Task A_client_that_could_not_hand_its_secret_over_gets_no_link()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, token) = await desk.IssuedAsync();

        await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended);
        Assert.Contains("suspended", await RefusalAsync(), StringComparison.Ordinal);
        await desk.ChangeStatusAsync(clientId, ClientStatus.Active);
        Assert.True((await desk.ClaimAsync(token)).Succeeded);
        Assert.Null((await desk.StandingAsync(clientId, desk.World.Developer)).Claim);
        await desk.SendAsync(clientId, desk.World.Developer, desk.World.Developer);
        Assert.True((await desk.ClaimAsync(await desk.TokenAsync())).Succeeded);
        Assert.Contains("Retire one first", await RefusalAsync(), StringComparison.Ordinal);
        await desk.ChangeStatusAsync(clientId, ClientStatus.Revoked);
        Assert.Contains("revoked", await RefusalAsync(), StringComparison.Ordinal);

        async Task<string> RefusalAsync() =>
            (await desk.SendAsync(clientId, desk.World.Developer, desk.World.Developer)).Error!.Message;
    }

    [Fact]
    public async Task A_claim_whose_time_is_over_reads_as_lapsed_before_the_worker_has_looked()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, _) = await desk.IssuedAsync();
        desk.World.Clock.Advance(TimeSpan.FromHours(72));

        var claim = (await desk.StandingAsync(clientId, desk.World.Developer)).Claim!;

        Assert.Equal((false, ClaimEnd.Expired), (claim.IsOpen, claim.End));
        Assert.True((await desk.SendAsync(clientId, desk.World.Developer, desk.World.Developer)).Succeeded);
    }
}
