using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Secrets;

/// <summary>A secret that ends before its mail has gone out.</summary>
public sealed class WaitingCredentialsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Retiring_a_secret_cancels_the_mail_that_waits_with_it_and_says_so(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();

        Assert.True((await desk.AddAsync("Replacement", replaces: first)).Succeeded);

        var mail = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        Assert.Equal((MailState.Cancelled, null), (mail.State, mail.ProtectedSecret));
        Assert.Contains("retired", mail.LastAnswer, StringComparison.Ordinal);
        Assert.Contains(
            await desk.AllAsync<AuditEvent>(),
            e => e.Action == AuditActions.SecretRetired && e.Reason!.EndsWith("the mail with it is cancelled", StringComparison.Ordinal));
        Assert.All(
            await desk.World.MailsAsync<SecretRetired>(),
            m => Assert.Contains("\"MailCancelled\":true", m.Payload, StringComparison.Ordinal));
        var shown = (await new ShowClient(desk.World.Database).RunAsync(desk.ClientId, desk.World.Developer, Ct)).Value!;
        Assert.Equal(MailState.Cancelled, shown.Secrets.Single(s => s.SecretId == first).Mail);
    }

    [Theory, OnEachDatabase]
    public async Task A_mail_that_is_under_way_is_taken_from_its_worker_and_its_outcome_is_not_written(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        await SetAsync(desk, MailState.Sending);

        Assert.True((await desk.RetireAsync(await desk.FirstAsync(), atOnce: true, endLast: true)).Succeeded);

        var mail = Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
        Assert.Equal((MailState.Cancelled, null, null), (mail.State, mail.LeaseId, mail.ProtectedSecret));
        Assert.Contains("may have gone out", mail.LastAnswer, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task Revoking_the_client_cancels_it_too_and_suspending_does_not(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var change = new ChangeClientStatus(desk.World.Database, desk.World.Outbox, desk.World.Clock);

        await change.RunAsync(new(desk.ClientId, ClientStatus.Suspended, "Look"), desk.World.AccountManager, Ct);
        Assert.Equal(MailState.Due, Assert.Single(await desk.World.MailsAsync<CredentialsIssued>()).State);
        await change.RunAsync(new(desk.ClientId, ClientStatus.Revoked, "Over"), desk.World.AccountManager, Ct);
        Assert.Equal(MailState.Cancelled, Assert.Single(await desk.World.MailsAsync<CredentialsIssued>()).State);
    }

    [Theory, OnEachDatabase]
    public async Task A_mail_that_arrived_and_the_mail_of_another_secret_stay_what_they_are(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        var second = (await desk.AddAsync()).Value!.SecretId;

        Assert.True((await desk.RetireAsync(second, atOnce: true)).Succeeded);
        Assert.Equal(MailState.Due, Assert.Single(await desk.World.MailsAsync<CredentialsIssued>()).State);
        await SetAsync(desk, MailState.Sent);
        Assert.True((await desk.RetireAsync(first, atOnce: true, endLast: true)).Succeeded);
        Assert.Equal(MailState.Sent, Assert.Single(await desk.World.MailsAsync<CredentialsIssued>()).State);
        Assert.All(
            await desk.World.MailsAsync<SecretRetired>(),
            m => Assert.Contains("\"MailCancelled\":false", m.Payload, StringComparison.Ordinal));
    }

    private static async Task SetAsync(RotationDesk desk, MailState state)
    {
        await using var db = desk.World.Database.CreateDbContext();
        var lease = state == MailState.Sending ? Guid.CreateVersion7() : (Guid?)null;
        await db.OutgoingMails.Where(m => m.Kind == nameof(CredentialsIssued)).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, state).SetProperty(m => m.LeaseId, lease)
                .SetProperty(m => m.LeaseUntil, desk.World.Now.AddMinutes(1)),
            Ct);
    }
}
