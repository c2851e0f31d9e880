using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Requests;

public sealed class DraftTests : IAsyncLifetime
{
    private World _world = null!;

    private StartClientRequest Start => new(_world.Database, _world.Clock);

    private SaveClientRequestDraft Save => new(_world.Database, _world.Clock);

    private FindClientRequest Find => new(_world.Database);

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_draft_keeps_what_was_typed_right_or_wrong_to_the_character()
    {
        var form = new ClientRequestForm
        {
            ClientName = "  ", RedirectUris = ["not a uri ", "", "javascript:alert(1)"], Scopes = ["no-such-scope"],
            Contacts = ["nobody"], ClientUri = "ftp://x",
        };

        var draft = await _world.StartRequestAsync(_world.Developer, form);

        var kept = (await Find.RunAsync(draft.Number, _world.Developer)).Value!.ToForm();
        Assert.Equal(form.RedirectUris, kept.RedirectUris);
        Assert.Equal(form.ToMetadata(), kept.ToMetadata());
    }

    [Fact]
    public async Task An_empty_form_becomes_a_draft_with_one_empty_row()
    {
        var draft = await _world.StartRequestAsync(_world.Developer, new ClientRequestForm { ClientName = "A" });

        var kept = (await Find.RunAsync(draft.Number, _world.Developer)).Value!;
        Assert.Empty(kept.Metadata.RedirectUris);
        Assert.Equal([""], kept.ToForm().RedirectUris);
    }

    [Fact]
    public async Task Beginning_a_draft_is_in_the_timeline_and_in_the_audit_trail()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);

        var kept = (await Find.RunAsync(draft.Number, _world.Developer)).Value!;
        Assert.Equal(ClientRequestState.Draft, kept.State);
        var step = Assert.Single(kept.Timeline);
        Assert.Equal((RequestEventKind.Drafted, "Dora", false), (step.Kind, step.ActorName, step.ByStaff));
        await using var db = _world.Database.CreateDbContext();
        var entry = await db.AuditEvents.SingleAsync(e => e.Action == AuditActions.RequestDrafted);
        Assert.Equal(_world.Partner.Id, entry.PartnerId);
    }

    [Fact]
    public async Task Only_members_of_a_partner_begin_a_draft()
    {
        foreach (var actor in new[] { _world.AccountManager, _world.Administrator, _world.Auditor, _world.Visitor })
            Assert.Equal(ErrorCodes.Forbidden, (await Start.RunAsync(_world.FilledForm(), actor)).Error?.Code);
    }

    [Fact]
    public async Task The_second_of_two_tabs_is_told_and_overwrites_nothing()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var form = _world.FilledForm();
        form.ClientName = "First tab";
        Assert.True((await Save.RunAsync(new(draft.Number, draft.Version, form), _world.Developer)).Succeeded);

        form.ClientName = "Second tab";
        var second = await Save.RunAsync(new(draft.Number, draft.Version, form), _world.Developer);

        Assert.Equal(ErrorCodes.Conflict, second.Error?.Code);
        var kept = (await Find.RunAsync(draft.Number, _world.Developer)).Value!;
        Assert.Equal("First tab", kept.Metadata.ClientName);
        Assert.True((await Save.RunAsync(new(draft.Number, kept.Version, form), _world.Developer)).Succeeded);
    }

    [Fact]
    public async Task Saves_one_after_the_other_each_take_the_version_of_the_one_before()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        for (var i = 0; i < 3; i++)
        {
            var form = _world.FilledForm();
            form.ClientName = $"Name {i}";
            draft = (await Save.RunAsync(new(draft.Number, draft.Version, form), _world.Developer)).Value!;
        }

        Assert.Equal("Name 2", (await Find.RunAsync(draft.Number, _world.Developer)).Value!.Metadata.ClientName);
    }

    [Fact]
    public async Task A_colleague_may_go_on_with_a_draft_and_nobody_else_may()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var input = new SaveClientRequestDraft.Input(draft.Number, draft.Version, _world.FilledForm());

        Assert.Equal(ErrorCodes.NotFound, (await Save.RunAsync(input, _world.OtherDeveloper)).Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await Save.RunAsync(input, _world.Visitor)).Error?.Code);
        var staff = await Save.RunAsync(input, _world.Administrator);
        Assert.Equal(ErrorCodes.Forbidden, staff.Error?.Code);
        Assert.Contains("Dora (dora@northwind.example)", staff.Error!.Message, StringComparison.Ordinal);
        Assert.True((await Save.RunAsync(input, _world.PartnerAdministrator)).Succeeded);
    }

    [Fact]
    public async Task A_submitted_request_is_not_edited_any_more()
    {
        var number = await _world.SubmitRequestAsync();
        var version = (await Find.RunAsync(number, _world.Developer)).Value!.Version;

        var saved = await Save.RunAsync(new(number, version, new ClientRequestForm()), _world.Developer);

        Assert.Equal(ErrorCodes.WrongState, saved.Error?.Code);
    }

    [Theory]
    [InlineData("ClientName")]
    [InlineData("RedirectUris[1]")]
    [InlineData("RedirectUris")]
    public async Task What_no_draft_can_hold_is_refused_at_its_field(string field)
    {
        var form = _world.FilledForm();
        if (field == "ClientName") form.ClientName = new string('x', 4001);
        if (field == "RedirectUris[1]") form.RedirectUris = ["", new string('x', 4001)];
        if (field == "RedirectUris") form.RedirectUris = [.. Enumerable.Repeat("", 101)];

        var error = (await Start.RunAsync(form, _world.Developer)).Error;

        Assert.Equal((ErrorCodes.Invalid, field), (error?.Code, error?.Field));
    }
}
