using ClientRegistry.Core;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Requests;

/// <summary>Withdrawing, commenting, and what is read back of both.</summary>
public sealed class RequestConversationTests : IAsyncLifetime
{
    private World _world = null!;

    private WithdrawClientRequest Withdraw => new(_world.Database, _world.Outbox, _world.Clock);

    private CommentOnClientRequest Comment => new(_world.Database, _world.Outbox, _world.Clock);

    private FindClientRequest Find => new(_world.Database);

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Withdrawing_a_submitted_request_tells_whoever_was_to_review_it()
    {
        var number = await _world.SubmitRequestAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.True((await Withdraw.RunAsync(number, _world.PartnerAdministrator)).Succeeded);

        Assert.Equal("max@registry.example", Assert.Single(await _world.MailsAsync<RequestWithdrawn>()).RecipientAddress);
        var request = (await Find.RunAsync(number, _world.Developer)).Value!;
        Assert.Equal(ClientRequestState.Withdrawn, request.State);
        Assert.Equal("Pavel", request.Timeline[^1].ActorName);
    }

    [Fact]
    public async Task Withdrawing_a_claimed_request_tells_the_one_who_claimed_it()
    {
        var number = await _world.SubmitRequestAsync(_world.OtherDeveloper);
        await ChangeAsync(number, r => r.Claim(_world.PoolManager, _world.Now));

        Assert.True((await Withdraw.RunAsync(number, _world.OtherDeveloper)).Succeeded);

        Assert.Equal("petra@registry.example", Assert.Single(await _world.MailsAsync<RequestWithdrawn>()).RecipientAddress);
    }

    [Fact]
    public async Task Withdrawing_a_draft_bothers_nobody()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);

        Assert.True((await Withdraw.RunAsync(draft.Number, _world.Developer)).Succeeded);

        Assert.Empty(await _world.MailsAsync<RequestWithdrawn>());
    }

    [Fact]
    public async Task What_is_closed_is_not_withdrawn()
    {
        var number = await _world.SubmitRequestAsync();
        await ChangeAsync(number, r => r.Reject("No.", _world.AccountManager, _world.Now));

        Assert.Equal(ErrorCodes.WrongState, (await Withdraw.RunAsync(number, _world.Developer)).Error?.Code);
        Assert.Equal(
            ClientRequestState.Rejected, (await Find.RunAsync(number, _world.Developer)).Value!.State);
    }

    [Fact]
    public async Task Nobody_but_the_partner_withdraws()
    {
        var number = await _world.SubmitRequestAsync();

        Assert.Equal(ErrorCodes.NotFound, (await Withdraw.RunAsync(number, _world.OtherDeveloper)).Error?.Code);
        Assert.Equal(ErrorCodes.Forbidden, (await Withdraw.RunAsync(number, _world.AccountManager)).Error?.Code);
    }

    [Fact]
    public async Task A_comment_of_either_side_reaches_the_other()
    {
        var number = await _world.SubmitRequestAsync();

        Assert.True((await Comment.RunAsync(new(number, "Is the host public?"), _world.AccountManager)).Succeeded);
        _world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await Comment.RunAsync(new(number, "It is."), _world.Developer)).Succeeded);

        Assert.Equal(
            ["dora@northwind.example", "max@registry.example"],
            (await _world.MailsAsync<RequestCommented>()).Select(m => m.RecipientAddress).Order(StringComparer.Ordinal));
        var comments = (await Find.RunAsync(number, _world.Auditor)).Value!.Timeline
            .Where(e => e.Kind == RequestEventKind.Commented).ToList();
        Assert.Equal([("Max", true, "Is the host public?"), ("Dora", false, "It is.")],
            comments.Select(c => (c.ActorName, c.ByStaff, c.Text)));
    }

    [Fact]
    public async Task A_comment_does_not_disturb_an_edit_that_is_under_way()
    {
        var number = await _world.SubmitRequestAsync();
        await ChangeAsync(number, r => r.RequestChanges("Another host.", _world.AccountManager, _world.Now));
        var request = (await Find.RunAsync(number, _world.Developer)).Value!;

        Assert.True((await Comment.RunAsync(new(number, "The other one."), _world.AccountManager)).Succeeded);

        Assert.True((await new SaveClientRequestDraft(_world.Database, _world.Clock)
            .RunAsync(new(number, request.Version, request.ToForm()), _world.Developer)).Succeeded);
    }

    [Fact]
    public async Task A_closed_request_takes_no_comment_that_nobody_would_read()
    {
        var number = await _world.SubmitRequestAsync();
        await ChangeAsync(number, r => r.Reject("No.", _world.AccountManager, _world.Now));

        Assert.Equal(ErrorCodes.WrongState, (await Comment.RunAsync(new(number, "Why?"), _world.Developer)).Error?.Code);
        Assert.Empty(await _world.MailsAsync<RequestCommented>());
    }

    [Fact]
    public async Task Who_may_not_comment_is_told_who_may()
    {
        var number = await _world.SubmitRequestAsync();

        foreach (var actor in new[] { _world.Auditor, _world.PoolManager })
        {
            var refused = (await Comment.RunAsync(new(number, "Hello"), actor)).Error!;
            Assert.Equal(ErrorCodes.Forbidden, refused.Code);
            Assert.Contains("Max (max@registry.example)", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(ErrorCodes.NotFound, (await Comment.RunAsync(new(number, "Hi"), _world.OtherDeveloper)).Error?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData(null)]
    public async Task A_comment_says_something_and_not_too_much(string? text)
    {
        var number = await _world.SubmitRequestAsync();

        var error = (await Comment.RunAsync(new(number, text ?? new string('x', 2001)), _world.Developer)).Error;

        Assert.Equal((ErrorCodes.Invalid, "Text"), (error?.Code, error?.Field));
    }

    [Fact]
    public async Task Nobody_comments_on_a_draft()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);

        Assert.Equal(
            ErrorCodes.WrongState, (await Comment.RunAsync(new(draft.Number, "Hello"), _world.Developer)).Error?.Code);
    }

    [Fact]
    public async Task A_request_of_another_partner_is_not_found_by_its_number()
    {
        var number = await _world.SubmitRequestAsync();

        Assert.Equal(ErrorCodes.NotFound, (await Find.RunAsync(number, _world.OtherDeveloper)).Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await Find.RunAsync(number, _world.Visitor)).Error?.Code);
        Assert.True((await Find.RunAsync(number, _world.Auditor)).Succeeded);
    }

    private async Task ChangeAsync(int number, Func<ClientRequest, Outcome<Done>> step)
    {
        await using var db = _world.Database.CreateDbContext();
        var request = await db.ClientRequests.SingleAsync(r => r.Number == number);
        Assert.True(step(request).Succeeded);
        await db.SaveChangesAsync();
    }
}
