using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Sending;
using ClientRegistry.Registration.Secrets.Delivery;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Secrets.Delivery;

public sealed class TurnIntoClaimLinkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_mail_with_a_secret_that_may_not_go_out_becomes_a_link_to_another_secret(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        await desk.World.IssuedAsync();
        var mailed = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        var first = Assert.Single(await desk.AllAsync<ClientSecret>());
        var lease = await QueueOf(desk).ClaimAsync(mailed.Id, Ct);

        var turned = await TurnAsync(desk, lease!);

        Assert.True(turned.Succeeded, turned.Error?.Message);
        var gone = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        Assert.Equal((MailState.Cancelled, null), (gone.State, gone.ProtectedSecret));
        Assert.Equal("The key has expired. A claim link goes out in its place.", gone.LastAnswer);
        Assert.False(Assert.Single(await desk.AllAsync<ClientSecret>()).IsLive(desk.World.Now));
        var link = Assert.Single(await desk.World.MailsAsync<ClaimLinkSent>());
        Assert.Equal((mailed.RecipientAddress, mailed.RequestId, mailed.ClientRowId), (link.RecipientAddress, link.RequestId, link.ClientRowId));
        Assert.NotEqual(mailed.MessageId, link.MessageId);

        var claimed = await desk.ClaimAsync(await desk.TokenAsync());
        Assert.True(claimed.Succeeded, claimed.Error?.Message);
        Assert.NotEqual(first.SecretId, claimed.Value.SecretId);
    }

    [Fact]
    public async Task A_worker_that_lost_the_mail_turns_nothing()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        await desk.World.IssuedAsync();
        var mailed = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        var queue = QueueOf(desk);
        var lost = await queue.ClaimAsync(mailed.Id, Ct);
        desk.World.Clock.Advance(TimeSpan.FromMinutes(2));
        await queue.ClaimAsync(mailed.Id, Ct);

        Assert.Equal(ErrorCodes.Conflict, (await TurnAsync(desk, lost!)).Error!.Code);

        Assert.Empty(await desk.AllAsync<SecretClaim>());
        Assert.True(Assert.Single(await desk.AllAsync<ClientSecret>()).IsLive(desk.World.Now));
    }

    [Fact]
    public async Task Without_somebody_who_could_claim_the_mail_stays_as_it_was()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        await desk.World.IssuedAsync();
        var mailed = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        await using (var db = desk.World.Database.CreateDbContext())
        {
            db.Remove(await db.PartnerMembers.SingleAsync(m => m.UserId == desk.World.Developer.UserId, Ct));
            await db.SaveChangesAsync(Ct);
        }

        var lease = await QueueOf(desk).ClaimAsync(mailed.Id, Ct);

        Assert.Equal(ErrorCodes.WrongState, (await TurnAsync(desk, lease!)).Error!.Code);
        Assert.Empty(await desk.AllAsync<SecretClaim>());
        Assert.Equal(MailState.Sending, Assert.Single(await desk.World.MailsAsync<CredentialsIssued>()).State);
    }

    private static Task<Outcome<Done>> TurnAsync(ClaimDesk desk, MailLease lease) =>
        new TurnIntoClaimLink(desk.World.Database, desk.World.Outbox, ClaimDesk.Options, desk.World.Clock)
            .RunAsync(lease, "The key has expired.", Ct);

    private static MailQueue QueueOf(ClaimDesk desk) =>
        new(
        desk.World.Database,
        Options.Create(new MailOptions()),
        new MailFailureNotice(desk.World.Outbox, desk.World.Clock),
        desk.World.Clock);
}
