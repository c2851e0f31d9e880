using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Requests;

public sealed class ListMyRequestsTests : IAsyncLifetime
{
    private World _world = null!;

    private ListMyRequests List => new(_world.Database);

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_list_holds_the_partners_requests_only_newest_first()
    {
        await _world.SubmitRequestAsync(_world.OtherDeveloper);
        var first = await _world.SubmitRequestAsync();
        var second = await _world.StartRequestAsync(_world.PartnerAdministrator);

        var page = (await List.RunAsync(new(), _world.Developer)).Value!;

        Assert.Equal([second.Number, first], page.Items.Select(r => r.Number));
        Assert.Equal((2, 1), (page.Total, page.PageCount));
        Assert.Equal(("Order Sync", "Pavel"), (page.Items[0].ClientName, page.Items[0].CreatedByName));
    }

    [Fact]
    public async Task It_can_be_narrowed_to_a_state()
    {
        await _world.StartRequestAsync(_world.Developer);
        var submitted = await _world.SubmitRequestAsync();

        var page = (await List.RunAsync(new(ClientRequestState.Submitted), _world.Developer)).Value!;

        Assert.Equal(submitted, Assert.Single(page.Items).Number);
        Assert.Empty((await List.RunAsync(new(ClientRequestState.Rejected), _world.Developer)).Value!.Items);
    }

    [Theory]
    [InlineData(-1, 1, 20)]
    [InlineData(2, 2, 1)]
    [InlineData(99, 2, 1)]
    public async Task A_page_that_does_not_exist_is_the_nearest_that_does(int asked, int given, int items)
    {
        for (var i = 0; i < 21; i++) await _world.StartRequestAsync(_world.Developer);

        var page = (await List.RunAsync(new(Page: asked), _world.Developer)).Value!;

        Assert.Equal((given, items, 21, 2), (page.Number, page.Items.Count, page.Total, page.PageCount));
    }

    [Fact]
    public async Task Staff_and_visitors_have_no_requests_of_their_own()
    {
        Assert.Equal(ErrorCodes.Forbidden, (await List.RunAsync(new(), _world.Administrator)).Error?.Code);
        Assert.Equal(ErrorCodes.Forbidden, (await List.RunAsync(new(), _world.Visitor)).Error?.Code);
    }

    [Fact]
    public async Task The_form_learns_the_catalogue_and_the_hosts_of_the_partners_clients()
    {
        await _world.SaveAsync(
            Client.Issue("own", _world.Partner.Id, ClientEnvironment.Sandbox,
                new ClientMetadata { RedirectUris = ["https://known.northwind.example/cb"] }, null, _world.Now),
            Client.Issue("foreign", _world.OtherPartner.Id, ClientEnvironment.Sandbox,
                new ClientMetadata { RedirectUris = ["https://contoso.example/cb"] }, null, _world.Now));

        var rules = (await new FindRequestRules(_world.Database).RunAsync(null, _world.Developer)).Value!;

        Assert.Equal(["known.northwind.example"], rules.KnownHosts);
        Assert.Equal(
            ["catalogue-api", "financial-api", "orders-api"], rules.Choices([]).Select(s => s.Name));
        Assert.Contains("legacy-api", rules.Choices(["legacy-api"]).Select(s => s.Name));
    }

    [Fact]
    public async Task A_change_may_keep_a_retired_scope_that_its_client_has()
    {
        var client = Client.Issue(
            "own", _world.Partner.Id, ClientEnvironment.Sandbox,
            new ClientMetadata { ClientName = "Old", Scopes = ["legacy-api"], RedirectUris = ["https://a.example/cb"] },
            null, _world.Now);
        var change = ClientRequest.ForChange(client, _world.Developer, _world.Now);
        await _world.SaveAsync(client, change);

        var rules = (await new FindRequestRules(_world.Database).RunAsync(change.Number, _world.Developer)).Value!;

        Assert.Empty(rules.Metadata.Check(client.LiveMetadata, ClientEnvironment.Sandbox));
        Assert.Equal(
            ErrorCodes.NotFound,
            (await new FindRequestRules(_world.Database).RunAsync(change.Number, _world.OtherDeveloper)).Error?.Code);
    }
}
