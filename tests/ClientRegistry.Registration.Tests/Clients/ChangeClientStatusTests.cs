using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Tests.Requests;

namespace ClientRegistry.Registration.Tests.Clients;

public sealed class ChangeClientStatusTests
{
    [Fact]
    public async Task A_suspension_is_in_the_change_feed_and_the_audit_trail_and_every_member_is_told()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();

        Assert.True((await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended)).Succeeded);

        var client = Assert.Single(await desk.AllAsync<Client>());
        Assert.Equal((ClientStatus.Suspended, "Leaked"), (client.Status, client.StatusReason));
        Assert.Equal(ClientChangeKind.Suspended, (await desk.AllAsync<ClientChange>()).MaxBy(c => c.Sequence)!.Kind);
        Assert.Equal(AuditActions.ClientSuspended, (await desk.AllAsync<AuditEvent>()).MaxBy(e => e.Sequence)!.Action);
        Assert.Equal(2, (await desk.AllAsync<OutgoingMail>()).Count(m => m.Kind == nameof(ClientStatusChanged)));

        Assert.True((await desk.ChangeStatusAsync(clientId, ClientStatus.Active)).Succeeded);
        Assert.Equal(ClientStatus.Active, Assert.Single(await desk.AllAsync<Client>()).Status);
    }

    [Fact]
    public async Task A_revoked_client_stays_revoked()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        await desk.ChangeStatusAsync(clientId, ClientStatus.Revoked);

        foreach (var status in Enum.GetValues<ClientStatus>())
            Assert.Equal(ErrorCodes.WrongState, (await desk.ChangeStatusAsync(clientId, status)).Error?.Code);
    }

    [Fact]
    public async Task Only_who_manages_the_partner_changes_it_and_a_refusal_names_them()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();

        var developer = await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended, desk.World.Developer);
        var auditor = await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended, desk.World.Auditor);
        var stranger = await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended, desk.World.OtherDeveloper);

        Assert.Equal(ErrorCodes.Forbidden, developer.Error?.Code);
        Assert.Contains("Max (max@registry.example)", developer.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Forbidden, auditor.Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, stranger.Error?.Code);
        Assert.Equal(ClientStatus.Active, Assert.Single(await desk.AllAsync<Client>()).Status);
    }
}
