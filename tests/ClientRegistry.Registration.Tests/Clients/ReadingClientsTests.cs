using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Tests.Requests;

namespace ClientRegistry.Registration.Tests.Clients;

/// <summary>The list of clients and one client's page.</summary>
public sealed class ReadingClientsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_partner_sees_its_own_clients_and_the_staff_sees_all()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var own = await desk.IssuedAsync();
        var other = await desk.ApproveAsync(
            await desk.SubmittedAsync(submitter: desk.World.OtherDeveloper), desk.World.Administrator);

        var list = new ListClients(desk.World.Database);
        Assert.Equal([own], (await list.RunAsync(new(), desk.World.Developer, Ct)).Value!.Items.Select(c => c.ClientId));
        Assert.Equal(2, (await list.RunAsync(new(), desk.World.Auditor, Ct)).Value!.Total);
        Assert.Equal(ErrorCodes.Forbidden, (await list.RunAsync(new(), desk.World.Visitor, Ct)).Error?.Code);
        Assert.Empty((await list.RunAsync(
            new() { PartnerId = desk.World.OtherPartner.Id }, desk.World.Developer, Ct)).Value!.Items);
        Assert.NotNull(other.Value);
    }

    [Theory]
    [InlineData("order", 1)]
    [InlineData("IMPORT", 1)]
    [InlineData("cr-p-", 2)]
    [InlineData("100%", 1)]
    [InlineData("_", 0)]
    [InlineData("northwind", 2)]
    [InlineData("nothing like it", 0)]
    public async Task The_search_reads_names_identifiers_and_partners_to_the_letter(string search, int found)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        await desk.IssuedAsync();
        await desk.IssuedAsync(ReviewDesk.Metadata with { ClientName = "100% [Invoice]" });

        var page = await new ListClients(desk.World.Database).RunAsync(
            new() { Search = search }, desk.World.Administrator, Ct);

        Assert.Equal(found, page.Value!.Total);
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var suspended = await desk.IssuedAsync();
        await desk.IssuedAsync();
        await desk.ChangeStatusAsync(suspended, ClientStatus.Suspended);

        var list = new ListClients(desk.World.Database);
        var page = await list.RunAsync(new() { Status = ClientStatus.Suspended }, desk.World.Developer, Ct);
        Assert.Equal([suspended], page.Value!.Items.Select(c => c.ClientId));
        Assert.Equal(0, (await list.RunAsync(
            new() { Environment = ClientEnvironment.Sandbox }, desk.World.Developer, Ct)).Value!.Total);
        Assert.Equal(1, (await list.RunAsync(new() { Page = 99 }, desk.World.Developer, Ct)).Value!.Number);
    }

    [Fact]
    public async Task A_client_shows_its_revisions_with_their_differences_its_secrets_marks_and_its_history()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(clientId, ReviewDesk.Metadata with { ClientName = "Order mover" });
        await desk.ApproveAsync(number, desk.World.AccountManager);
        await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended);
        var open = await desk.SubmittedChangeAsync(clientId, ReviewDesk.Metadata);

        var client = (await new ShowClient(desk.World.Database).RunAsync(clientId, desk.World.Developer, Ct)).Value!;

        Assert.Equal(("Order mover", 2, open), (client.Metadata.ClientName, client.Revision, client.OpenChange));
        Assert.Equal([2, 1], client.Revisions.Select(r => r.Number));
        Assert.Equal([number, number - 1], client.Revisions.Select(r => r.RequestNumber!.Value));
        Assert.Single(client.Revisions[0].Difference!.Members);
        var secret = Assert.Single(client.Secrets);
        Assert.Equal((MailState.Due, false, true), (secret.Mail, secret.WasMailed, secret.WantsReplacement));
        Assert.Equal(["client.suspended", "client.revised", "client.issued"], client.History.Select(e => e.Action));
        Assert.Equal((true, false), (client.IsOwn, client.MayManage));
    }

    [Fact]
    public async Task Another_partners_client_is_not_there_and_identifiers_are_read_to_the_letter()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var show = new ShowClient(desk.World.Database);

        Assert.Equal(ErrorCodes.NotFound, (await show.RunAsync(clientId, desk.World.OtherDeveloper, Ct)).Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await show.RunAsync(clientId, desk.World.Visitor, Ct)).Error?.Code);
        Assert.Equal(
            ErrorCodes.NotFound, (await show.RunAsync(clientId.ToUpperInvariant(), desk.World.Developer, Ct)).Error?.Code);
        Assert.True((await show.RunAsync(clientId, desk.World.AccountManager, Ct)).Value!.MayManage);
        Assert.False((await show.RunAsync(clientId, desk.World.Auditor, Ct)).Value!.MayManage);
    }
}
