using System.Text.Json;
using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Tests.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Clients;

/// <summary>A change to a live client, from its proposal to the next revision.</summary>
public sealed class ProposeClientChangeTests
{
    private static readonly string[] MovedUris = ["https://new.northwind.example/callback"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proposal_begins_with_what_the_client_is_now()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();

        var proposed = await desk.ProposeAsync(clientId, desk.World.PartnerAdministrator);

        var request = await desk.FindAsync(proposed.Value);
        Assert.Equal((ClientRequestState.Draft, 1, true), (request.State, request.BaseRevision, request.IsChange));
        Assert.Equal(ReviewDesk.Metadata, request.Metadata);
    }

    [Fact]
    public async Task Twenty_proposals_at_once_begin_one_change()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => desk.ProposeAsync(clientId, desk.World.Developer), Ct)));

        var number = Assert.Single(outcomes, o => o.Succeeded).Value;
        Assert.All(outcomes.Where(o => !o.Succeeded), o =>
        {
            Assert.Equal(ErrorCodes.Duplicate, o.Error!.Code);
            Assert.StartsWith($"Request {number} ", o.Error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_not_submitted()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = (await desk.ProposeAsync(await desk.IssuedAsync(), desk.World.Developer)).Value;
        await EditAsync(number, ReviewDesk.Metadata);

        var refused = await SubmitAsync(number);

        Assert.StartsWith("Nothing is different from what is live", refused.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(ClientRequestState.Draft, (await desk.FindAsync(number)).State);
        await EditAsync(number, ReviewDesk.Metadata with { RedirectUris = MovedUris });
        Assert.True((await SubmitAsync(number)).Succeeded);

        async Task EditAsync(int edited, ClientMetadata metadata)
        {
            await using var db = desk.World.Database.CreateDbContext();
            var request = await db.ClientRequests.SingleAsync(r => r.Number == edited, Ct);
            request.Edit(request.Environment, metadata, "Moves the callback", null, desk.World.Now);
            await db.SaveChangesAsync(Ct);
        }

        async Task<Outcome<Done>> SubmitAsync(int submitted) =>
            await new SubmitClientRequest(desk.World.Database, desk.World.Outbox, desk.World.Clock)
                .RunAsync(new(submitted, (await desk.FindAsync(submitted)).ConcurrencyToken), desk.World.Developer, Ct);
    }

    [Fact]
    public async Task Only_members_of_the_partner_propose()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();

        Assert.Equal(ErrorCodes.NotFound, (await desk.ProposeAsync(clientId, desk.World.OtherDeveloper)).Error?.Code);
        Assert.Equal(ErrorCodes.Forbidden, (await desk.ProposeAsync(clientId, desk.World.AccountManager)).Error?.Code);
    }

    [Theory]
    [InlineData(ClientStatus.Suspended)]
    [InlineData(ClientStatus.Revoked)]
    public async Task A_client_that_is_not_active_is_not_changed(ClientStatus status)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        await desk.ChangeStatusAsync(clientId, status);

        Assert.Equal(ErrorCodes.WrongState, (await desk.ProposeAsync(clientId, desk.World.Developer)).Error?.Code);
    }

    [Fact]
    public async Task An_approved_change_is_the_next_revision_and_every_member_reads_what_is_different()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(
            clientId, ReviewDesk.Metadata with { ClientName = "Order mover", RedirectUris = MovedUris });

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal(clientId, approved.Value?.ClientId);
        var client = Assert.Single(await desk.AllAsync<Client>());
        Assert.Equal((2, "Order mover"), (client.Revision, client.Name));
        Assert.Equal([1, 2], (await desk.AllAsync<ClientRevision>()).Select(r => r.Number).Order());
        Assert.Single(await desk.AllAsync<ClientSecret>());
        Assert.Equal(ClientChangeKind.Updated, (await desk.AllAsync<ClientChange>()).MaxBy(c => c.Sequence)!.Kind);
        Assert.Single(await desk.AllAsync<AuditEvent>(), e => e.Action == AuditActions.ClientRevised);

        var mails = (await desk.AllAsync<OutgoingMail>()).Where(m => m.Kind == nameof(ClientChanged)).ToList();
        Assert.Equal(
            ["dora@northwind.example", "pavel@northwind.example"], mails.Select(m => m.RecipientAddress).Order());
        var message = Assert.IsType<ClientChanged>(JsonSerializer.Deserialize<MailMessage>(mails[0].Payload));
        Assert.Equal(MovedUris, message.AddedRedirectUris);
        Assert.Equal(ReviewDesk.Metadata.RedirectUris, message.RemovedRedirectUris);
        Assert.Equal(["client_name is now Order mover; it was Order importer."], message.OtherChanges);
    }

    [Fact]
    public async Task A_change_that_was_overtaken_is_refused_with_the_difference_and_can_be_put_right()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(clientId, ReviewDesk.Metadata with { RedirectUris = MovedUris });
        await ReviseAsync(desk, clientId, ReviewDesk.Metadata with { Contacts = ["api@northwind.example"] });

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal(ErrorCodes.Conflict, approved.Error?.Code);
        Assert.Contains("written against revision 1, and revision 2 is live", approved.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("contacts is now api@northwind.example", approved.Error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(await desk.AllAsync<Client>()).Revision);

        await desk.RequestChangesAsync(number, "Look at the contacts", "They changed", desk.World.AccountManager);
        Assert.Equal(2, (await desk.FindAsync(number)).BaseRevision);
        await desk.ResubmitAsync(number);
        Assert.True((await desk.ApproveAsync(number, desk.World.AccountManager)).Succeeded);
        Assert.Equal(3, Assert.Single(await desk.AllAsync<Client>()).Revision);
    }

    [Fact]
    public async Task A_change_to_a_client_that_was_revoked_meanwhile_is_refused()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(clientId, ReviewDesk.Metadata with { RedirectUris = MovedUris });
        await desk.ChangeStatusAsync(clientId, ClientStatus.Revoked);

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal(ErrorCodes.WrongState, approved.Error?.Code);
        Assert.Single(await desk.AllAsync<ClientRevision>());
    }

    [Fact]
    public async Task A_change_to_a_suspended_client_applies_and_leaves_it_suspended()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(clientId, ReviewDesk.Metadata with { RedirectUris = MovedUris });
        await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended);

        Assert.True((await desk.ApproveAsync(number, desk.World.AccountManager)).Succeeded);

        var client = Assert.Single(await desk.AllAsync<Client>());
        Assert.Equal((2, ClientStatus.Suspended), (client.Revision, client.Status));
    }

    [Fact]
    public async Task A_client_with_a_secret_does_not_become_one_without()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(
            clientId, ReviewDesk.Metadata with { TokenEndpointAuthMethod = TokenEndpointAuthMethods.None });

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal("TokenEndpointAuthMethod", approved.Error?.Field);
    }

    [Fact]
    public async Task A_scope_that_was_retired_stays_with_the_client_that_has_it()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        await desk.ChangeScopeAsync("orders-api", scope => scope.Retire(desk.World.Now));
        var number = await desk.SubmittedChangeAsync(clientId, ReviewDesk.Metadata with { RedirectUris = MovedUris });

        Assert.True((await desk.ApproveAsync(number, desk.World.AccountManager)).Succeeded);
    }

    private static async Task ReviseAsync(ReviewDesk desk, string clientId, ClientMetadata metadata)
    {
        await using var db = desk.World.Database.CreateDbContext();
        var client = await db.Clients.Include(c => c.Revisions).SingleAsync(c => c.ClientId == clientId, Ct);
        client.Revise(metadata, null, desk.World.Now);
        await db.SaveChangesAsync(Ct);
    }
}
