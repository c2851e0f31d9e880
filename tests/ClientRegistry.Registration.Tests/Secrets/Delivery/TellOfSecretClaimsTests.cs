using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Secrets.Delivery;

/// <summary>Secrets that nobody picks up: one reminder, then the end, and who hears of it. A link works for 72 hours.</summary>
public sealed class TellOfSecretClaimsTests
{
    private static readonly TimeSpan Half = TimeSpan.FromHours(36);
    private static readonly TimeSpan Whole = TimeSpan.FromHours(72);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Who_does_not_pick_a_secret_up_is_reminded_once_half_way_without_a_link(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        var (clientId, token) = await desk.IssuedAsync();
        await desk.AllIsSentAsync();

        await AtAsync(desk, Half - TimeSpan.FromSeconds(1));
        Assert.Empty(await desk.World.MailsAsync<ClaimReminder>());
        foreach (var later in (TimeSpan[])[Half, Half + TimeSpan.FromMinutes(1), Whole - TimeSpan.FromSeconds(1)])
            await AtAsync(desk, later);

        var mail = Assert.Single(await desk.World.MailsAsync<ClaimReminder>());
        Assert.Equal(("dora@northwind.example", false), (mail.RecipientAddress, mail.CarriesSecret));
        var told = ClaimDesk.MessageOf<ClaimReminder>(mail);
        Assert.Equal((clientId, World.Start, World.Start + Whole), (told.ClientId, told.SentAt, told.ExpiresAt));
        Assert.Single(await desk.DeedsAsync(), AuditActions.ClaimReminded);
        Assert.True((await desk.ClaimAsync(token)).Succeeded);
    }

    [Theory, OnEachDatabase]
    public async Task At_its_end_the_claim_lapses_once_and_its_person_and_the_account_manager_are_told(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        var (clientId, token) = await desk.IssuedAsync();
        await desk.AllIsSentAsync();

        await AtAsync(desk, Whole);
        await AtAsync(desk, Whole + TimeSpan.FromMinutes(1));

        var claim = Assert.Single(await desk.AllAsync<SecretClaim>());
        Assert.Equal((World.Start + Whole, ClaimEnd.Expired), (claim.LapsedAt, claim.End));
        var mails = await desk.World.MailsAsync<ClaimLapsed>();
        Assert.Equal(["dora@northwind.example", "max@registry.example"], mails.Select(m => m.RecipientAddress));
        Assert.Equal([false, true], mails.Select(m => ClaimDesk.MessageOf<ClaimLapsed>(m).ToStaff));
        Assert.All(mails, m => Assert.Equal(clientId, ClaimDesk.MessageOf<ClaimLapsed>(m).ClientId));
        Assert.Equal(AuditActions.ClaimLapsed, (await desk.DeedsAsync())[^1]);
        Assert.Single(await desk.DeedsAsync(), AuditActions.ClaimLapsed);
        Assert.False((await desk.ClaimAsync(token)).Succeeded);
    }

    [Theory, OnEachDatabase]
    public async Task A_registry_that_stood_still_for_days_sends_the_word_of_the_end_and_no_reminder(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        await desk.IssuedAsync();
        await desk.AllIsSentAsync();

        await AtAsync(desk, TimeSpan.FromDays(9));

        Assert.Empty(await desk.World.MailsAsync<ClaimReminder>());
        Assert.Equal(2, (await desk.World.MailsAsync<ClaimLapsed>()).Count);
    }

    [Theory, OnEachDatabase]
    public async Task Several_nodes_at_once_send_each_mail_once(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        await desk.IssuedAsync();
        await desk.AllIsSentAsync();

        foreach (var moment in (TimeSpan[])[Half, Whole])
        {
            desk.World.Clock.SetUtcNow(World.Start + moment);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(desk.TellAsync, Ct)));
            await desk.TellAsync();
        }

        Assert.Single(await desk.World.MailsAsync<ClaimReminder>());
        Assert.Equal(2, (await desk.World.MailsAsync<ClaimLapsed>()).Count);
        Assert.Single(await desk.DeedsAsync(), AuditActions.ClaimReminded);
        Assert.Single(await desk.DeedsAsync(), AuditActions.ClaimLapsed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_claimed_secret_and_of_a_revoked_clients_nobody_hears(bool isClaimed)
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, token) = await desk.IssuedAsync();
        await desk.AllIsSentAsync();
        if (isClaimed) await desk.ClaimAsync(token);
        else await desk.ChangeStatusAsync(clientId, ClientStatus.Revoked);

        await AtAsync(desk, Half);
        await AtAsync(desk, Whole);

        Assert.Empty(await desk.World.MailsAsync<ClaimReminder>());
        Assert.Empty(await desk.World.MailsAsync<ClaimLapsed>());
        Assert.Equal(!isClaimed, (await desk.DeedsAsync()).Contains(AuditActions.ClaimCancelled));
    }

    [Fact]
    public async Task Nobody_is_reminded_of_a_link_that_is_not_sent_yet_or_cannot_be_used_now()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, _) = await desk.IssuedAsync();

        await AtAsync(desk, Half);
        await desk.AllIsSentAsync();
        await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended);
        await AtAsync(desk, Half + TimeSpan.FromHours(1));
        Assert.Empty(await desk.World.MailsAsync<ClaimReminder>());

        await desk.ChangeStatusAsync(clientId, ClientStatus.Active);
        await AtAsync(desk, Half + TimeSpan.FromHours(2));
        Assert.Single(await desk.World.MailsAsync<ClaimReminder>());
    }

    [Fact]
    public async Task A_link_that_never_went_out_is_taken_back_at_the_end()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        await desk.IssuedAsync();

        await AtAsync(desk, Whole);

        var mail = Assert.Single(await desk.World.MailsAsync<ClaimLinkSent>());
        Assert.Equal((MailState.Cancelled, null), (mail.State, mail.ProtectedSecret));
    }

    [Fact]
    public async Task Of_the_end_the_staff_hears_alone_when_the_person_has_left()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        await desk.IssuedAsync();
        await desk.AllIsSentAsync();
        await using (var db = desk.World.Database.CreateDbContext())
            await db.PartnerMembers.Where(m => m.UserId == desk.World.Developer.UserId).ExecuteDeleteAsync(Ct);

        await AtAsync(desk, Half);
        await AtAsync(desk, Whole);

        Assert.Empty(await desk.World.MailsAsync<ClaimReminder>());
        Assert.Equal(["max@registry.example"], (await desk.World.MailsAsync<ClaimLapsed>()).Select(m => m.RecipientAddress));
    }

    [Fact]
    public async Task Many_claims_are_all_told_of_and_one_that_cannot_be_read_holds_up_nobody()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (broken, _) = await desk.IssuedAsync();
        for (var i = 0; i < 120; i++) await desk.IssuedAsync();
        await desk.AllIsSentAsync();
        await using (var db = desk.World.Database.CreateDbContext())
            await db.ClientRevisions.Where(r => db.Clients.Any(c => c.Id == r.ClientRowId && c.ClientId == broken)).ExecuteDeleteAsync(Ct);

        await AtAsync(desk, Whole);

        Assert.Equal(120 * 2, (await desk.World.MailsAsync<ClaimLapsed>()).Count);
        Assert.Single(await desk.AllAsync<SecretClaim>(), c => c.LapsedAt is null);
    }

    private static Task AtAsync(ClaimDesk desk, TimeSpan after)
    {
        desk.World.Clock.SetUtcNow(World.Start + after);
        return desk.TellAsync();
    }
}
