using Bunit;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Requests;

public sealed class RequestEditorTests : IAsyncLifetime
{
    private World _world = null!;
    private PortalPages _pages = null!;
    private BunitJSModuleInterop _script = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _pages = new PortalPages(_world, _world.Developer);
        _script = _pages.JSInterop.SetupModule("./js/editor.js");
        _script.Mode = JSRuntimeMode.Loose;
    }

    public async ValueTask DisposeAsync()
    {
        await _pages.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task An_untouched_form_is_neither_saved_nor_submitted_and_says_what_is_missing()
    {
        var page = OpenNew();

        await page.PressAsync("Check your answers");

        Assert.Contains("4 answers need another look", page.Text(), StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#client-name").GetAttribute("aria-invalid"));
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("Submit", StringComparison.Ordinal));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task The_first_field_begins_a_draft_that_is_there_after_a_reload()
    {
        var page = OpenNew();

        page.Find("#client-name").Input("Order Sync");
        _world.Clock.Advance(DraftKeeper.Pause);
        page.WaitForText("Draft saved 09:00 UTC");

        var again = OpenEdit(1);
        Assert.Equal("Order Sync", again.Find("#client-name").GetAttribute("value"));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Typing_on_saves_the_same_draft_again()
    {
        var page = OpenNew();
        foreach (var name in new[] { "O", "Or", "Order" })
        {
            page.Find("#client-name").Input(name);
            await page.Find("#client-name").BlurAsync(new());
        }

        Assert.Equal(1, await CountAsync());
        Assert.Equal("Order", (await FindAsync(1)).Metadata.ClientName);
    }

    [Fact]
    public void Several_pasted_lines_become_several_rows_each_with_its_own_fault()
    {
        var page = OpenNew();

        page.Find("#redirect-uris-0").Input("https://a.example/cb\r\n  https://b.example/cb#x \n\njavascript:alert(1)\n");

        Assert.Equal(
            ["https://a.example/cb", "https://b.example/cb#x", "javascript:alert(1)"],
            page.FindAll("#redirect-uris textarea").Select(t => t.GetAttribute("value")));
        Assert.Empty(page.FindAll("#redirect-uris-0-remarks .field-error"));
        Assert.Contains("'#x'", page.Find("#redirect-uris-1-remarks .field-error").TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "'javascript'", page.Find("#redirect-uris-2-remarks .field-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void One_pasted_line_with_its_end_stays_one_row()
    {
        var page = OpenNew();

        page.Find("#redirect-uris-0").Input("https://a.example/cb\n");

        Assert.Equal("https://a.example/cb", Assert.Single(page.FindAll("#redirect-uris textarea")).GetAttribute("value"));
    }

    [Fact]
    public void A_redirect_uri_is_checked_as_it_is_typed_but_not_before_it_has_begun()
    {
        var page = OpenNew();

        page.Find("#redirect-uris-0").Input("https:");
        Assert.Empty(page.FindAll("#redirect-uris .field-error"));
        page.Find("#redirect-uris-0").Input("http://app.example/cb");
        Assert.Single(page.FindAll("#redirect-uris-0-remarks .field-error"));
        page.Find("#redirect-uris-0").Input("https://app.example/cb");
        Assert.Empty(page.FindAll("#redirect-uris .field-error"));
    }

    [Fact]
    public void A_warning_looks_different_from_a_fault_and_stops_nobody()
    {
        var page = OpenNew();

        page.Find("#redirect-uris-0").Input("https://xn--bcher-kva.example/cb");

        Assert.Empty(page.FindAll("#redirect-uris .field-error"));
        Assert.Contains("Please check", page.Find(".field-warning").TextContent, StringComparison.Ordinal);
        Assert.Null(page.Find("#redirect-uris-0").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Blanks_at_the_ends_are_removed_when_the_row_is_left_and_that_is_said()
    {
        var page = OpenNew();

        page.Find("#redirect-uris-0").Input("  https://app.example/cb ");
        await page.Find("#redirect-uris-0").BlurAsync(new());

        Assert.Equal("https://app.example/cb", page.Find("#redirect-uris-0").GetAttribute("value"));
        Assert.Contains("Blanks at the ends were removed", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_input_stays_as_it_was_typed_and_the_error_stands_at_its_field()
    {
        var page = OpenNew();
        page.Find("#client-uri").Input("ftp://northwind.example");
        page.Find("#contacts-0").Input("nobody");

        await page.PressAsync("Check your answers");

        Assert.Equal("ftp://northwind.example", page.Find("#client-uri").GetAttribute("value"));
        Assert.Equal("nobody", page.Find("#contacts-0").GetAttribute("value"));
        Assert.Contains("https://", page.Find("#client-uri-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("not a mail address", page.Find("#contacts-0-remarks").TextContent, StringComparison.Ordinal);
        Assert.Equal("ftp://northwind.example", (await FindAsync(1)).Metadata.ClientUri);
    }

    [Fact]
    public async Task A_restricted_scope_asks_for_its_reason()
    {
        var page = OpenNew();
        Assert.Empty(page.FindAll("#justification"));

        await page.Find("#scope-financial-api").ChangeAsync(true);
        page.Find("#justification").Input("We reconcile invoices.");

        Assert.Equal("We reconcile invoices.", page.Find("#justification").GetAttribute("value"));
        Assert.Empty(page.FindAll("#scope-legacy-api"));
    }

    [Fact]
    public async Task A_client_without_a_secret_cannot_switch_pkce_off()
    {
        var page = OpenNew();

        await page.Find("#require-pkce").ChangeAsync(false);
        await page.Find("#token-endpoint-auth-method-none").ChangeAsync(true);

        Assert.True(page.Find("#require-pkce").HasAttribute("checked"));
        Assert.True(page.Find("#require-pkce").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Answers_are_checked_then_submitted_once_and_the_request_is_shown()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var page = OpenEdit(draft.Number);

        await page.PressAsync("Check your answers");
        Assert.Contains("https://app.northwind.example/callback", page.Find(".answers").TextContent, StringComparison.Ordinal);
        await page.PressAsync("Submit the request");

        Assert.EndsWith(
            "/requests/1?submitted=true",
            _pages.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal(ClientRequestState.Submitted, (await FindAsync(1)).State);
    }

    [Fact]
    public async Task Two_tabs_of_one_draft_lose_nothing()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var first = OpenEdit(draft.Number);
        var second = OpenEdit(draft.Number);
        await TypeAndLeaveAsync(first, "First");

        await TypeAndLeaveAsync(second, "Second");

        second.WaitForText("This draft was changed somewhere else");
        Assert.Equal("Second", second.Find("#client-name").GetAttribute("value"));
        Assert.Equal("First", (await FindAsync(1)).Metadata.ClientName);
        await second.PressAsync("Keep what is on this page");
        Assert.Equal("Second", (await FindAsync(1)).Metadata.ClientName);
        await TypeAndLeaveAsync(first, "First again");
        await first.PressAsync("Show what was saved");
        Assert.Equal("Second", first.Find("#client-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Showing_what_was_saved_saves_nothing_over_the_other_tab()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var first = OpenEdit(draft.Number);
        var second = OpenEdit(draft.Number);
        await TypeAndLeaveAsync(first, "First");
        await TypeAndLeaveAsync(second, "Second");
        await second.PressAsync("Show what was saved");
        var shown = (await FindAsync(draft.Number)).Version;

        await second.PressAsync("Check your answers");

        Assert.Equal(shown, (await FindAsync(draft.Number)).Version);
    }

    [Fact]
    public async Task Checking_an_overtaken_draft_leads_to_the_question_which_one_shall_stay()
    {
        var draft = await _world.StartRequestAsync(_world.Developer);
        var first = OpenEdit(draft.Number);
        var second = OpenEdit(draft.Number);
        await TypeAndLeaveAsync(first, "First");
        await TypeAndLeaveAsync(second, "Second");

        await second.PressAsync("Check your answers");

        Assert.NotNull(second.Find("#overtaken"));
        Assert.Equal("overtaken", _script.Invocations["focusOn"][^1].Arguments[0]);
    }

    [Fact]
    public async Task Whoever_asked_for_changes_is_named_though_they_never_claimed_the_request()
    {
        var number = await _world.SubmitRequestAsync();
        await new RequestChangesOnClientRequest(_world.Database, _world.Outbox, _world.Clock)
            .RunAsync(new(number, "Use another host", "That one is not yours"), _world.AccountManager);

        Assert.Contains("Max asked for changes", OpenEdit(number).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_under_review_is_not_offered_for_editing()
    {
        var number = await _world.SubmitRequestAsync();

        Assert.Contains("cannot be edited any more", OpenEdit(number).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_of_another_partner_reads_as_none()
    {
        var draft = await _world.StartRequestAsync(_world.OtherDeveloper);

        Assert.Contains("There is no request 1", OpenEdit(draft.Number).Text(), StringComparison.Ordinal);
    }

    private IRenderedComponent<RequestEditor> OpenNew() => _pages.Open<RequestEditor>("/requests/new");

    private IRenderedComponent<RequestEditor> OpenEdit(int number) =>
        _pages.Open<RequestEditor>($"/requests/{number}/edit", p => p.Add(e => e.Number, number));

    private static async Task TypeAndLeaveAsync(IRenderedComponent<RequestEditor> page, string name)
    {
        page.Find("#client-name").Input(name);
        await page.Find("#client-name").BlurAsync(new());
    }

    private async Task<int> CountAsync()
    {
        await using var db = _world.Database.CreateDbContext();
        return await db.ClientRequests.CountAsync();
    }

    private async Task<ClientRequestDetail> FindAsync(int number) =>
        (await new FindClientRequest(_world.Database).RunAsync(number, _world.Developer)).Value!;
}
