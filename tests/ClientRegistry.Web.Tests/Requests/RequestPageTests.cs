using Bunit;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Public;
using ClientRegistry.Web.Components.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Tests.Requests;

/// <summary>What a partner reads of its requests: list, one request, start page.</summary>
public sealed class RequestPageTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_submitted_request_says_who_has_it_since_when_and_what_comes_next()
    {
        var number = await _world.SubmitRequestAsync();
        await using var pages = new PortalPages(_world, _world.Developer);

        var text = Open(pages, number).Text();

        Assert.Contains("Submitted since 2026-11-23 09:00 UTC", text, StringComparison.Ordinal);
        Assert.Contains("Max, max@registry.example", text, StringComparison.Ordinal);
        Assert.Contains("It is taken into review", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_given_back_says_what_was_asked_for()
    {
        var number = await _world.SubmitRequestAsync();
        await ChangeAsync(number, r => r.RequestChanges("Name the public host.", _world.AccountManager, _world.Now));
        await using var pages = new PortalPages(_world, _world.Developer);

        var page = Open(pages, number);

        Assert.Contains("Name the public host.", page.Find(".note.warning").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/requests/{number}/edit", page.Find(".page-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_request_is_withdrawn_only_after_a_second_word()
    {
        var number = await _world.SubmitRequestAsync();
        await using var pages = new PortalPages(_world, _world.Developer);
        var page = Open(pages, number);

        await page.PressAsync("Withdraw the request");
        await page.PressAsync("Keep it");
        Assert.Equal(ClientRequestState.Submitted, await StateAsync(number));
        await page.PressAsync("Withdraw the request");
        await page.PressAsync("Withdraw it");

        Assert.Equal(ClientRequestState.Withdrawn, await StateAsync(number));
        page.WaitForText("withdrew it");
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("Withdraw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_comment_that_is_refused_stays_in_its_field()
    {
        var number = await _world.SubmitRequestAsync();
        await using var pages = new PortalPages(_world, _world.Developer);
        var page = Open(pages, number);
        var tooLong = new string('x', CommentOnClientRequest.MaximumLength + 1);

        page.Find("#comment").Input(tooLong);
        await page.PressAsync("Send the comment");
        Assert.Equal(tooLong, page.Find("#comment").GetAttribute("value"));
        Assert.Contains("at most 2000", page.Find("#comment-error").TextContent, StringComparison.Ordinal);
        page.Find("#comment").Input("Is it complete?");
        await page.PressAsync("Send the comment");

        Assert.Contains("Is it complete?", page.Find(".timeline").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_offers_the_first_request_and_the_staff_is_sent_elsewhere()
    {
        await using var own = new PortalPages(_world, _world.Developer);
        Assert.Contains("No requests yet", own.Open<RequestList>("/requests").Text(), StringComparison.Ordinal);

        await using var staff = new PortalPages(_world, _world.Auditor);
        Assert.Contains("You cannot open this page", staff.Open<RequestList>("/requests").Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_narrowed_by_its_address()
    {
        await _world.SubmitRequestAsync();
        await _world.StartRequestAsync(_world.Developer);
        await using var pages = new PortalPages(_world, _world.Developer);

        var list = pages.Open<RequestList>("/requests?state=Draft");

        Assert.Single(list.FindAll("tbody tr"));
        Assert.Contains("Draft", list.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_page_tells_a_member_what_waits_and_whom_to_ask()
    {
        await _world.StartRequestAsync(_world.Developer);
        await _world.SubmitRequestAsync();
        await using var pages = new PortalPages(_world, _world.Developer);

        var text = pages.Open<Home>("/").Text();

        Assert.Contains("Waits for you (1)", text, StringComparison.Ordinal);
        Assert.Contains("With us (1)", text, StringComparison.Ordinal);
        Assert.Contains("Max, max@registry.example", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_page_tells_a_visitor_how_to_begin()
    {
        await using var pages = new PortalPages(_world, _world.Visitor);

        var home = pages.Open<Home>("/");

        Assert.Contains("/account/sign-in", home.Find(".button").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains(home.FindAll("a"), a => a.GetAttribute("href") == "/apply");
    }

    [Fact]
    public async Task The_start_page_counts_for_an_account_manager_only_what_they_may_decide()
    {
        var own = await _world.SubmitRequestAsync();
        _world.Clock.Advance(TimeSpan.FromHours(2));
        await _world.SubmitRequestAsync(_world.OtherDeveloper);

        var max = (await new ShowHome(_world.Database).RunAsync(_world.AccountManager)).Staff!;
        var petra = (await new ShowHome(_world.Database).RunAsync(_world.PoolManager)).Staff!;

        Assert.Equal((2, own, World.Start), (max.Waiting, max.Oldest!.Number, max.Oldest.SubmittedAt));
        Assert.Equal((1, "Contoso"), (petra.Waiting, petra.Oldest!.PartnerName));
        Assert.Null((await new ShowHome(_world.Database).RunAsync(_world.Developer)).Staff);
    }

    private static IRenderedComponent<RequestPage> Open(PortalPages pages, int number) =>
        pages.Open<RequestPage>($"/requests/{number}", p => p.Add(r => r.Number, number));

    private async Task ChangeAsync(int number, Func<ClientRequest, Core.Outcome<Core.Done>> step)
    {
        await using var db = _world.Database.CreateDbContext();
        var request = await db.ClientRequests.SingleAsync(r => r.Number == number);
        Assert.True(step(request).Succeeded);
        await db.SaveChangesAsync();
    }

    private async Task<ClientRequestState> StateAsync(int number)
    {
        await using var db = _world.Database.CreateDbContext();
        return await db.ClientRequests.Where(r => r.Number == number).Select(r => r.State).SingleAsync();
    }
}
