using System.Text.Json;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Requests;

/// <summary>Who may decide, when, and what the partner hears of it.</summary>
public sealed class DecidingTests
{
    public enum Decision
    {
        Claim,
        Approve,
        Reject,
        RequestChanges,
    }

    public static TheoryData<Decision> Decisions => [.. Enum.GetValues<Decision>()];

    [Theory, MemberData(nameof(Decisions))]
    public async Task A_partner_does_not_decide_and_is_told_who_does(Decision decision)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        var error = await RunAsync(desk, decision, number, desk.World.PartnerAdministrator);

        Assert.Equal(ErrorCodes.Forbidden, error?.Code);
        Assert.Contains("Max (max@registry.example)", error!.Message, StringComparison.Ordinal);
        Assert.Equal(ClientRequestState.Submitted, (await desk.FindAsync(number)).State);
    }

    [Theory, MemberData(nameof(Decisions))]
    public async Task To_another_partner_the_request_is_not_there(Decision decision)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        Assert.Equal(ErrorCodes.NotFound, (await RunAsync(desk, decision, number, desk.World.OtherDeveloper))?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await RunAsync(desk, decision, number, desk.World.Visitor))?.Code);
    }

    [Theory, MemberData(nameof(Decisions))]
    public async Task An_auditor_and_another_partners_account_manager_do_not_decide(Decision decision)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        Assert.Equal(ErrorCodes.Forbidden, (await RunAsync(desk, decision, number, desk.World.Auditor))?.Code);
        Assert.Equal(ErrorCodes.Forbidden, (await RunAsync(desk, decision, number, desk.World.PoolManager))?.Code);
        Assert.Empty(await desk.AllAsync<OutgoingMail>());
    }

    [Theory, MemberData(nameof(Decisions))]
    public async Task A_request_of_the_pool_is_decided_by_any_account_manager(Decision decision)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync(submitter: desk.World.OtherDeveloper);

        Assert.Null(await RunAsync(desk, decision, number, desk.World.PoolManager));
    }

    [Theory, MemberData(nameof(Decisions))]
    public async Task Nobody_decides_on_their_own_request(Decision decision)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();
        var promoted = await desk.PromoteAsync(desk.World.Developer, StaffRole.Administrator);

        var error = await RunAsync(desk, decision, number, promoted);

        Assert.Equal(ErrorCodes.Forbidden, error?.Code);
        Assert.Contains("of their own", error!.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Decisions))]
    public async Task A_request_that_is_decided_is_not_decided_again_and_the_answer_says_who_did(Decision decision)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();
        desk.World.Clock.Advance(TimeSpan.FromMinutes(14));
        await desk.RejectAsync(number, "Not for us", desk.World.AccountManager);

        var error = await RunAsync(desk, decision, number, desk.World.Administrator);

        Assert.Equal(ErrorCodes.WrongState, error?.Code);
        Assert.Equal($"Max rejected request {number} at 2026-11-23 09:14 UTC.", error!.Message);
    }

    [Theory]
    [InlineData(Decision.Approve)]
    [InlineData(Decision.Reject)]
    public async Task A_closed_request_is_neither_edited_nor_submitted_nor_withdrawn(Decision decision)
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();
        Assert.Null(await RunAsync(desk, decision, number, desk.World.AccountManager));

        var request = await desk.FindAsync(number);

        Assert.False(request.Edit(ClientEnvironment.Sandbox, new(), "", null, desk.World.Now).Succeeded);
        Assert.False(request.Submit(desk.World.Developer, desk.World.Now).Succeeded);
        Assert.False(request.Withdraw(desk.World.Developer, desk.World.Now).Succeeded);
    }

    [Fact]
    public async Task A_withdrawn_request_is_not_approved()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();
        await using (var db = desk.World.Database.CreateDbContext())
        {
            var request = await db.ClientRequests.SingleAsync(r => r.Number == number, TestContext.Current.CancellationToken);
            request.Withdraw(desk.World.Developer, desk.World.Now);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal($"Dora withdrew request {number} at 2026-11-23 09:00 UTC.", approved.Error?.Message);
        Assert.Empty(await desk.AllAsync<Client>());
    }

    [Fact]
    public async Task A_rejection_and_a_return_need_their_reasons()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        var rejected = await desk.RejectAsync(number, "  ", desk.World.AccountManager);
        var given = await desk.RequestChangesAsync(number, "", " ", desk.World.AccountManager);

        Assert.Equal("Reason", rejected.Error?.Field);
        Assert.Equal(["What", "Why"], given.Errors.Select(e => e.Field));
        Assert.Equal(ClientRequestState.Submitted, (await desk.FindAsync(number)).State);
    }

    [Fact]
    public async Task A_rejection_tells_the_submitter_why()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        await desk.RejectAsync(number, "The host is not yours.", desk.World.AccountManager);

        var mail = Assert.Single(await desk.AllAsync<OutgoingMail>());
        Assert.Equal("dora@northwind.example", mail.RecipientAddress);
        Assert.Equal(
            new RequestRejected(number, "Order importer", "The host is not yours.", "Max", "max@registry.example"),
            JsonSerializer.Deserialize<MailMessage>(mail.Payload));
        Assert.Equal("The host is not yours.", (await desk.FindAsync(number)).DecisionReason);
    }

    [Fact]
    public async Task A_request_that_was_given_back_keeps_its_answers_and_is_submitted_again()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        await desk.RequestChangesAsync(number, "Drop the second URI", "It is not yours", desk.World.AccountManager);

        var request = await desk.FindAsync(number);
        Assert.Equal(ClientRequestState.ChangesRequested, request.State);
        Assert.Equal("Drop the second URI\n\nWhy: It is not yours", request.DecisionReason);
        Assert.Equal(ReviewDesk.Metadata, request.Metadata);
        Assert.True(request.Submit(desk.World.Developer, desk.World.Now).Succeeded);
    }

    [Fact]
    public async Task A_colleague_may_take_a_claimed_request_over()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        Assert.True((await desk.ClaimAsync(number, desk.World.AccountManager)).Succeeded);
        Assert.Equal(ErrorCodes.WrongState, (await desk.ClaimAsync(number, desk.World.AccountManager)).Error?.Code);
        Assert.True((await desk.ClaimAsync(number, desk.World.Administrator)).Succeeded);

        var request = await desk.FindAsync(number);
        Assert.Equal((ClientRequestState.InReview, desk.World.Administrator.UserId), (request.State, request.ReviewerId));
        Assert.Equal(2, (await desk.AllAsync<OutgoingMail>()).Count(m => m.Kind == nameof(RequestClaimed)));
    }

    private static async Task<RegistryError?> RunAsync(ReviewDesk desk, Decision decision, int number, Actor actor) =>
        decision switch
        {
            Decision.Claim => (await desk.ClaimAsync(number, actor)).Error,
            Decision.Approve => (await desk.ApproveAsync(number, actor)).Error,
            Decision.Reject => (await desk.RejectAsync(number, "Not for us", actor)).Error,
            _ => (await desk.RequestChangesAsync(number, "This", "That", actor)).Error,
        };
}
