using Bunit;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Requests;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Review;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Review;

/// <summary><c>/review</c> and <c>/review/{number}</c>, as different people see and use them.</summary>
public sealed class ReviewPageTests
{
    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_queue_shows_who_waits_how_long_and_its_filters_live_in_the_address()
    {
        await using var world = await World.CreateAsync();
        await world.SubmittedAsync();
        await world.SubmittedAsync(WorldRequests.Metadata with { ClientName = "Pool thing" }, world.OtherDeveloper);
        world.Clock.Advance(TimeSpan.FromHours(3));
        await using var pages = new PortalPages(world, world.AccountManager);

        var queue = pages.Open<QueuePage>("/review");
        queue.WaitForText("2 requests");
        Assert.Contains("waits 3 hours", queue.Text(), StringComparison.Ordinal);
        Assert.Equal("mine", queue.Find("#filter-owner").GetAttribute("value"));

        await queue.Find("#filter-owner").ChangeAsync(new ChangeEventArgs { Value = "pool" });
        Assert.EndsWith(
            "/review?manager=pool", pages.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        queue.WaitForText("1 request");
        queue.WaitForText("Pool thing");

        await queue.Find("#filter-state").ChangeAsync(new ChangeEventArgs { Value = "Rejected" });
        queue.WaitForText("No request fits these filters.");
    }

    [Fact]
    public async Task An_address_that_makes_no_sense_shows_the_usual_queue()
    {
        await using var world = await World.CreateAsync();
        await world.SubmittedAsync();
        await using var pages = new PortalPages(world, world.Administrator);

        var queue = pages.Open<QueuePage>("/review?state=Draft%00x&manager=nobody&partner=1&page=99");

        queue.WaitForText("1 request");
    }

    [Fact]
    public async Task A_partner_sees_no_review_and_is_told_whom_to_ask()
    {
        await using var world = await World.CreateAsync();
        var number = await world.SubmittedAsync();
        await using var pages = new PortalPages(world, world.Developer);

        pages.Open<QueuePage>("/review").WaitForText("Max, max@registry.example");
        var review = pages.Open<ReviewPage>($"/review/{number}", p => p.Add(x => x.Number, number));

        review.WaitForText("Max, max@registry.example");
        Assert.DoesNotContain("Order importer", review.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approving_says_that_the_secret_is_picked_up_where_the_partner_requires_that()
    {
        await using var world = await World.CreateAsync();
        await using (var db = world.Database.CreateDbContext())
        {
            (await db.Partners.SingleAsync(p => p.Id == world.Partner.Id)).RequireClaimLink(true);
            await db.SaveChangesAsync();
        }

        await using var pages = new PortalPages(world, world.AccountManager);
        var review = await OpenAsync(pages, world);

        await review.PressAsync("Approve…");

        review.WaitForText("with a link by which they alone pick up the client secret.");
    }

    [Fact]
    public async Task Approving_says_first_what_it_does_and_then_what_it_did()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var review = await OpenAsync(pages, world);

        await review.PressAsync("Approve…");
        review.WaitForText("Its client_id and client secret are e-mailed to Dora (dora@northwind.example).");
        Assert.Empty(await AllAsync<Client>(world));

        await review.PressAsync("Approve and issue the client");
        review.WaitForText("is live, and the mail is on its way.");
        review.WaitForText("Max approved request 1 at 2026-11-23 09:00 UTC.");
        Assert.Single(await AllAsync<Client>(world));
        Assert.DoesNotContain(review.FindAll("button"), b => b.TextContent.Contains("Reject", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_open_pages_approve_once_and_both_say_who_did()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var first = await OpenAsync(pages, world);
        var second = pages.Open<ReviewPage>("/review/1", p => p.Add(x => x.Number, 1));
        await first.PressAsync("Approve…");
        await second.PressAsync("Approve…");

        await Task.WhenAll(first.PressAsync("Approve and issue the client"), second.PressAsync("Approve and issue the client"));

        first.WaitForText("Max approved request 1");
        second.WaitForText("Max approved request 1");
        Assert.Single(await AllAsync<Client>(world));
        Assert.Single(await AllAsync<OutgoingMail>(world));
    }

    [Fact]
    public async Task A_rejection_without_a_reason_says_so_at_its_field_and_keeps_the_form()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var review = await OpenAsync(pages, world);

        await review.PressAsync("Reject…");
        await review.Find("#reason").Closest("form")!.SubmitAsync();
        review.WaitForText("Say why: the partner reads it.");
        Assert.Equal("true", review.Find("#reason").GetAttribute("aria-invalid"));

        await review.Find("#reason").InputAsync("The host is not yours.");
        await review.Find("#reason").Closest("form")!.SubmitAsync();
        review.WaitForText("Max rejected request 1 at 2026-11-23 09:00 UTC.");
        Assert.Equal("The host is not yours.", review.Find(".note .as-typed").TextContent);
    }

    [Fact]
    public async Task Asking_for_changes_needs_what_and_why()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var review = await OpenAsync(pages, world);

        await review.PressAsync("Request changes…");
        await review.Find("#what").InputAsync("Drop the second URI");
        await review.Find("#what").Closest("form")!.SubmitAsync();
        review.WaitForText("Say why it has to change");
        await review.Find("#why").InputAsync("It is not yours");
        await review.Find("#what").Closest("form")!.SubmitAsync();

        review.WaitForText("Max asked for changes to request 1");
        Assert.Equal(ClientRequestState.ChangesRequested, Assert.Single(await AllAsync<ClientRequest>(world)).State);
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_who_decided_and_when()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Administrator);
        var review = await OpenAsync(pages, world);
        await review.PressAsync("Approve…");
        await world.ApprovedAsync(1);

        await review.PressAsync("Approve and issue the client");

        review.WaitForText("Max approved request 1 at 2026-11-23 09:00 UTC.");
        Assert.Single(await AllAsync<Client>(world));
    }

    [Fact]
    public async Task An_auditor_reads_everything_and_has_nothing_to_press()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.Auditor);

        var review = await OpenAsync(pages, world);

        review.WaitForText("Only the account manager of Northwind, Max (max@registry.example), or an administrator");
        Assert.Empty(review.FindAll("button"));
    }

    [Fact]
    public async Task A_role_that_was_taken_away_does_not_decide_on_a_page_that_is_still_open()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var review = await OpenAsync(pages, world);
        await review.PressAsync("Approve…");
        await using (var db = world.Database.CreateDbContext())
        {
            (await db.Users.SingleAsync(u => u.Id == world.AccountManager.UserId, Ct)).BecomeStaff(StaffRole.Auditor);
            await db.SaveChangesAsync(Ct);
        }

        await review.PressAsync("Approve and issue the client");

        review.WaitForText("Only the account manager of Northwind");
        Assert.Empty(await AllAsync<Client>(world));
    }

    [Fact]
    public async Task A_retired_scope_shows_as_what_stands_against_an_approval()
    {
        await using var world = await World.CreateAsync();
        var number = await world.SubmittedAsync(WorldRequests.Metadata with { Scopes = ["legacy-api"] });
        await using var pages = new PortalPages(world, world.AccountManager);

        var review = pages.Open<ReviewPage>($"/review/{number}", p => p.Add(x => x.Number, number));

        review.WaitForText("It cannot be approved as it is");
        Assert.True(review.FindAll("button").Single(b => b.TextContent.Trim() == "Approve…").HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_comment_stands_in_the_timeline()
    {
        await using var world = await World.CreateAsync();
        await using var pages = new PortalPages(world, world.AccountManager);
        var review = await OpenAsync(pages, world);

        await review.Find("#comment").InputAsync("Which host is it?");
        await review.Find("#comment").Closest("form")!.SubmitAsync();

        review.WaitForText("Your comment is sent.");
        Assert.Contains("Which host is it?", review.Find(".timeline").TextContent, StringComparison.Ordinal);
    }

    private static async Task<IRenderedComponent<ReviewPage>> OpenAsync(PortalPages pages, World world)
    {
        var number = await world.SubmittedAsync();
        return pages.Open<ReviewPage>($"/review/{number}", p => p.Add(x => x.Number, number));
    }

    private static async Task<List<T>> AllAsync<T>(World world)
        where T : class
    {
        await using var db = world.Database.CreateDbContext();
        return await db.Set<T>().AsNoTracking().ToListAsync(Ct);
    }
}
