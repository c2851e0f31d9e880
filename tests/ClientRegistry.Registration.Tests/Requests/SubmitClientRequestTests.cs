using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Requests;

public sealed class SubmitClientRequestTests : IAsyncLifetime
{
    private World _world = null!;

    private SubmitClientRequest Submit => new(_world.Database, _world.Outbox, _world.Clock);

    private FindClientRequest Find => new(_world.Database);

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Submitting_tells_the_submitter_and_the_account_manager()
    {
        var number = await _world.SubmitRequestAsync();

        var request = (await Find.RunAsync(number, _world.Developer)).Value!;
        Assert.Equal((ClientRequestState.Submitted, World.Start), (request.State, request.SubmittedAt));
        Assert.Equal("Max", Assert.Single(request.Reviewers).Name);
        var receipt = Assert.Single(await _world.MailsAsync<RequestReceived>());
        Assert.Equal("dora@northwind.example", receipt.RecipientAddress);
        Assert.Contains("Max (max@registry.example)", receipt.Payload, StringComparison.Ordinal);
        var call = Assert.Single(await _world.MailsAsync<RequestSubmitted>());
        Assert.Equal("max@registry.example", call.RecipientAddress);
        Assert.Equal(_world.Partner.Id, call.PartnerId);
    }

    [Fact]
    public async Task A_request_of_the_pool_is_told_to_every_account_manager()
    {
        await _world.SubmitRequestAsync(_world.OtherDeveloper);

        Assert.Equal(
            ["max@registry.example", "petra@registry.example"],
            (await _world.MailsAsync<RequestSubmitted>()).Select(m => m.RecipientAddress));
    }

    [Fact]
    public async Task When_the_account_manager_has_left_the_administrators_are_told()
    {
        await using (var db = _world.Database.CreateDbContext())
        {
            (await db.Users.SingleAsync(u => u.Id == _world.AccountManager.UserId))
                .Disable(_world.Now);
            await db.SaveChangesAsync();
        }

        await _world.SubmitRequestAsync();

        Assert.Equal("ada@registry.example", Assert.Single(await _world.MailsAsync<RequestSubmitted>()).RecipientAddress);
    }

    [Fact]
    public async Task Each_rule_that_is_broken_is_named_at_its_field()
    {
        var form = new ClientRequestForm
        {
            RedirectUris = ["https://app.northwind.example/cb", "https://app.northwind.example/cb#x"],
            Scopes = [_world.RestrictedScope.Name, _world.RetiredScope.Name],
            Contacts = ["not an address"],
            LogoUri = "http://northwind.example/logo.png",
        };
        var draft = await _world.StartRequestAsync(_world.Developer, form);

        var errors = (await Submit.RunAsync(new(draft.Number, draft.Version), _world.Developer)).Errors;

        Assert.Equal(
            ["ClientName", "Contacts[0]", "Justification", "LogoUri", "Purpose", "RedirectUris[1]", "Scopes[1]"],
            errors.Select(e => e.Field).Order(StringComparer.Ordinal));
        Assert.All(errors, e => Assert.Equal(
            e.Field == "RedirectUris[1]"
                ? RegistrationErrors.InvalidRedirectUri
                : RegistrationErrors.InvalidClientMetadata,
            e.Code));
        Assert.Equal(ClientRequestState.Draft, (await Find.RunAsync(draft.Number, _world.Developer)).Value!.State);
        Assert.Empty(await _world.MailsAsync<RequestReceived>());
    }

    [Fact]
    public async Task Twenty_submissions_in_parallel_are_one()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            () => Submit.RunAsync(new(draft.Number, draft.Version), _world.Developer))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.All(
            outcomes.Where(o => !o.Succeeded),
            o => Assert.Contains(o.Error!.Code, new[] { ErrorCodes.Conflict, ErrorCodes.WrongState }));
        Assert.Single(await _world.MailsAsync<RequestReceived>());
        await using var db = _world.Database.CreateDbContext();
        Assert.Equal(1, await db.AuditEvents.CountAsync(
            e => e.Action == AuditActions.RequestSubmitted));
    }

    [Fact]
    public async Task What_is_submitted_is_what_was_checked()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var form = _world.FilledForm();
        form.RedirectUris = ["https://elsewhere.example/cb"];
        await new SaveClientRequestDraft(_world.Database, _world.Clock)
            .RunAsync(new(draft.Number, draft.Version, form), _world.PartnerAdministrator);

        var submitted = await Submit.RunAsync(new(draft.Number, draft.Version), _world.Developer);

        Assert.Equal(ErrorCodes.Conflict, submitted.Error?.Code);
    }

    [Fact]
    public async Task Nobody_but_the_partner_submits()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var input = new SubmitClientRequest.Input(draft.Number, draft.Version);

        Assert.Equal(ErrorCodes.NotFound, (await Submit.RunAsync(input, _world.OtherDeveloper)).Error?.Code);
        Assert.Equal(ErrorCodes.Forbidden, (await Submit.RunAsync(input, _world.AccountManager)).Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await Submit.RunAsync(new(4711, draft.Version), _world.Developer)).Error?.Code);
    }

    [Fact]
    public async Task After_twenty_submissions_an_hour_a_partner_waits_and_others_do_not()
    {
        for (var i = 0; i < SubmitClientRequest.MostPerHour; i++) await _world.SubmitRequestAsync();
        var draft = await _world.StartRequestAsync(_world.Developer);
        var input = new SubmitClientRequest.Input(draft.Number, draft.Version);

        Assert.Equal(ErrorCodes.TooMany, (await Submit.RunAsync(input, _world.Developer)).Error?.Code);
        await _world.SubmitRequestAsync(_world.OtherDeveloper);
        _world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await Submit.RunAsync(input, _world.Developer)).Succeeded);
    }

    [Fact]
    public async Task A_request_given_back_is_edited_and_submitted_again_with_its_answers_kept()
    {
        var number = await _world.SubmitRequestAsync();
        await using (var db = _world.Database.CreateDbContext())
        {
            var row = await db.ClientRequests.SingleAsync(r => r.Number == number);
            Assert.True(row.RequestChanges("Use the public host.", _world.AccountManager, _world.Now).Succeeded);
            await db.SaveChangesAsync();
        }

        var given = (await Find.RunAsync(number, _world.Developer)).Value!;
        Assert.Equal("Use the public host.", given.DecisionReason);
        var form = given.ToForm();
        form.RedirectUris = ["https://public.northwind.example/cb"];
        var draft = (await new SaveClientRequestDraft(_world.Database, _world.Clock)
            .RunAsync(new(number, given.Version, form), _world.Developer)).Value!;

        Assert.True((await Submit.RunAsync(new(number, draft.Version), _world.Developer)).Succeeded);
        var again = (await Find.RunAsync(number, _world.Developer)).Value!;
        Assert.Equal((ClientRequestState.Submitted, "Order Sync"), (again.State, again.Metadata.ClientName));
        Assert.Equal(
            [false, true],
            again.Timeline.Where(s => s.Kind == RequestEventKind.Submitted).Select(s => s.IsRepeated));
    }

    [Fact]
    public async Task A_member_who_lost_the_account_submits_nothing()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        await using (var db = _world.Database.CreateDbContext())
        {
            (await db.Users.SingleAsync(u => u.Id == _world.Developer.UserId))
                .Disable(_world.Now);
            await db.SaveChangesAsync();
        }

        var now = await _world.ActorAsync(_world.Developer.UserId!.Value);

        Assert.Equal(ErrorCodes.NotFound, (await Submit.RunAsync(new(draft.Number, draft.Version), now)).Error?.Code);
    }
}
