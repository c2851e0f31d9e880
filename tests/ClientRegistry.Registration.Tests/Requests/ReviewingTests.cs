using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;

namespace ClientRegistry.Registration.Tests.Requests;

/// <summary>The queue and the page to decide on.</summary>
public sealed class ReviewingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_queue_begins_with_what_waits_longest()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var first = await desk.SubmittedAsync();
        desk.World.Clock.Advance(TimeSpan.FromHours(1));
        var second = await desk.SubmittedAsync();
        var closed = await desk.SubmittedAsync();
        await desk.RejectAsync(closed, "Not for us", desk.World.AccountManager);

        Assert.Equal([first, second], await QueueAsync(desk, new()));
        Assert.Equal([closed], await QueueAsync(desk, new() { State = ClientRequestState.Rejected }));
    }

    [Fact]
    public async Task The_queue_shows_an_account_manager_their_own_partners_and_the_pool_and_on_demand_the_rest()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var own = await desk.SubmittedAsync();
        var pool = await desk.SubmittedAsync(submitter: desk.World.OtherDeveloper);

        var list = new ListReviewQueue(desk.World.Database);
        var petra = await list.RunAsync(new(), desk.World.PoolManager, Ct);
        Assert.Equal([pool], petra.Value!.Requests.Items.Select(r => r.Number));
        Assert.Equal(["Contoso", "Northwind"], petra.Value.Partners.Select(p => p.Name));
        Assert.Equal(["Max"], petra.Value.AccountManagers.Select(m => m.Name));
        var everybody = await list.RunAsync(new() { Owner = QueueOwner.Everybody }, desk.World.PoolManager, Ct);
        Assert.Equal([own, pool], everybody.Value!.Requests.Items.Select(r => r.Number));
        var auditor = await list.RunAsync(new(), desk.World.Auditor, Ct);
        Assert.Equal(2, auditor.Value!.Requests.Total);

        Assert.Equal([own], await QueueAsync(desk, new() { PartnerId = desk.World.Partner.Id }));
        Assert.Equal([pool], await QueueAsync(desk, new() { Owner = QueueOwner.Pool }));
        Assert.Equal([own], await QueueAsync(desk, new() { AccountManagerId = desk.World.AccountManager.UserId }));
    }

    [Fact]
    public async Task A_draft_is_in_nobodys_queue()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        await desk.World.SaveAsync(
            ClientRequest.ForNewClient(desk.World.Partner.Id, desk.World.Developer, desk.World.Now));

        Assert.Empty(await QueueAsync(desk, new()));
        Assert.Empty(await QueueAsync(desk, new() { State = ClientRequestState.Draft }));
    }

    [Fact]
    public async Task Partners_see_neither_the_queue_nor_the_review()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        var queue = await new ListReviewQueue(desk.World.Database).RunAsync(new(), desk.World.PartnerAdministrator, Ct);
        var review = await ReviewAsync(desk, number, desk.World.Developer);

        Assert.Equal(ErrorCodes.Forbidden, queue.Error?.Code);
        Assert.Equal(ErrorCodes.Forbidden, review.Error?.Code);
    }

    [Fact]
    public async Task The_review_brings_warnings_other_clients_and_restricted_scopes()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var other = await desk.IssuedAsync();
        var number = await desk.SubmittedAsync(ReviewDesk.Metadata with
        {
            RedirectUris = ["https://app.northwind.example/callback", "https://elsewhere.example/cb"],
            Scopes = ["orders-api", "financial-api"],
        });

        var review = (await ReviewAsync(desk, number, desk.World.AccountManager)).Value!;

        Assert.Null(review.WhyNotDecide);
        Assert.True(review.NeedsSecondApprover);
        Assert.Empty(review.Obstacles);
        Assert.Equal([other], review.OtherClients.Select(c => c.ClientId));
        Assert.Equal([other], review.Alike.Select(c => c.ClientId));
        Assert.Equal(1, Assert.Single(review.Findings, f => f.Code == RedirectUriCodes.HostNotSeen).Index);
        Assert.Equal([false, true], review.Scopes.Select(s => s.IsRestricted));
        Assert.Null(review.Difference);
    }

    [Fact]
    public async Task A_change_of_the_only_client_is_warned_about_hosts_that_the_client_does_not_have_yet()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(clientId, ReviewDesk.Metadata with
        {
            RedirectUris = ["https://app.northwind.example/other", "https://elsewhere.example/cb"],
        });

        var review = (await ReviewAsync(desk, number, desk.World.AccountManager)).Value!;

        Assert.Equal(1, Assert.Single(review.Findings, f => f.Code == RedirectUriCodes.HostNotSeen).Index);
    }

    [Fact]
    public async Task A_host_of_a_revoked_client_counts_as_never_seen()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        await desk.IssuedAsync();
        var gone = await desk.IssuedAsync(ReviewDesk.Metadata with { RedirectUris = ["https://elsewhere.example/cb"] });
        await desk.ChangeStatusAsync(gone, ClientStatus.Revoked);
        var number = await desk.SubmittedAsync(ReviewDesk.Metadata with { RedirectUris = ["https://elsewhere.example/cb"] });

        var review = (await ReviewAsync(desk, number, desk.World.AccountManager)).Value!;

        Assert.Contains(review.Findings, f => f.Code == RedirectUriCodes.HostNotSeen);
    }

    [Fact]
    public async Task The_review_of_a_change_shows_the_difference_to_the_live_revision()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var clientId = await desk.IssuedAsync();
        var number = await desk.SubmittedChangeAsync(
            clientId, ReviewDesk.Metadata with { RedirectUris = ["https://app.northwind.example/other"] });

        var review = (await ReviewAsync(desk, number, desk.World.AccountManager)).Value!;

        Assert.Equal(["https://app.northwind.example/other"], review.Difference!.AddedRedirectUris);
        Assert.Equal(ReviewDesk.Metadata.RedirectUris, review.Difference.RemovedRedirectUris);
        Assert.Equal(ClientStatus.Active, review.ClientStatus);
        Assert.Empty(review.OtherClients);
    }

    [Fact]
    public async Task The_review_says_why_somebody_may_not_decide_and_what_stands_against_an_approval()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();
        await desk.ChangeScopeAsync("orders-api", scope => scope.Retire(desk.World.Now));

        var review = (await ReviewAsync(desk, number, desk.World.Auditor)).Value!;

        Assert.Contains("Max (max@registry.example)", review.WhyNotDecide, StringComparison.Ordinal);
        Assert.Contains("retired", Assert.Single(review.Obstacles).Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(review.Scopes).IsRetired);
    }

    private static async Task<IEnumerable<int>> QueueAsync(ReviewDesk desk, ListReviewQueue.Input input)
    {
        var queue = await new ListReviewQueue(desk.World.Database).RunAsync(input, desk.World.Administrator, Ct);
        return queue.Value!.Requests.Items.Select(r => r.Number);
    }

    private static Task<Outcome<RequestReview>> ReviewAsync(ReviewDesk desk, int number, Core.Accounts.Actor actor) =>
        new ReviewClientRequest(desk.World.Database, new FindClientRequest(desk.World.Database)).RunAsync(number, actor, Ct);
}
