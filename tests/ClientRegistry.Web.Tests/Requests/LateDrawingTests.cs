using Bunit;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Requests;
using ClientRegistry.Web.Components.Shared;

namespace ClientRegistry.Web.Tests.Requests;

/// <summary>
/// A busy server and a slow browser: more is typed and ticked than is drawn. Until it is, a browser calls old event handlers,
/// and a component has old parameters.
/// </summary>
public sealed class LateDrawingTests : IAsyncLifetime
{
    private World _world = null!;
    private PortalPages _pages = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _pages = new PortalPages(_world, _world.Developer);
        _pages.JSInterop.SetupModule("./js/editor.js").Mode = JSRuntimeMode.Loose;
    }

    public async ValueTask DisposeAsync()
    {
        await _pages.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task No_field_changes_its_handlers_while_others_are_typed_into()
    {
        // The server may have let go of the old ones when they are called.
        var page = _pages.Open<RequestEditor>("/requests/new");
        await page.PressAsync("Add another redirect URI");
        var before = Handlers(page);

        page.Find("#client-name").Input("Order Sync");
        await page.Find("#client-name").BlurAsync(new());
        page.Find("#redirect-uris-0").Input("https://a.example/cb#x");
        await page.Find("#redirect-uris-0").BlurAsync(new());
        page.WaitForText("Draft saved 09:00 UTC");

        Assert.NotEmpty(before);
        Assert.Equal(before, Handlers(page));
    }

    [Theory]
    [InlineData("client-name")]
    [InlineData("redirect-uris-0")]
    public void A_keystroke_is_drawn_once_when_it_is_known(string field)
    {
        // Drawn before, the old text would go over what was typed since.
        var page = _pages.Open<RequestEditor>("/requests/new");
        var typed = page.FindComponents<TypedText>().Single(t => t.Find("input, textarea").Id == field);
        var before = typed.RenderCount;

        page.Find($"#{field}").Input("O");

        Assert.Equal(before + 1, typed.RenderCount);
        Assert.Equal("O", page.Find($"#{field}").GetAttribute("value"));
    }

    [Fact]
    public async Task Rows_go_on_from_what_was_typed()
    {
        // The owner never draws it anew.
        IReadOnlyList<string> rows = ["one"];
        var list = _pages.Render<TextRows>(p => p.Add(t => t.Id, "rows").Add(t => t.Label, "Rows").Add(t => t.RowName, "row")
            .Add(t => t.Rows, rows).Add(t => t.RowsChanged, changed => rows = changed));

        list.Find("#rows-0").Input("first");
        await list.PressAsync("Add another row");
        list.Find("#rows-1").Input("second\nthird");
        await list.PressAsync("Remove row 2");
        list.Find("#rows-0").Input(" first ");
        await list.Find("#rows-0").BlurAsync(new());

        Assert.Equal(["first", "third"], rows);
    }

    [Fact]
    public void Scopes_go_on_from_what_was_ticked()
    {
        // The owner never draws it anew.
        IReadOnlyList<string> ticked = ["gone"];
        var picker = _pages.Render<ScopePicker>(p => p
            .Add(s => s.Choices, [Scope("orders-api"), Scope("profile"), Scope("catalogue-api")])
            .Add(s => s.Ticked, ticked).Add(s => s.TickedChanged, changed => ticked = changed));

        picker.Find("#scope-orders-api").Change(true);
        picker.Find("#scope-profile").Change(true);
        picker.Find("#scope-gone").Change(false);
        picker.Find("#scope-orders-api").Change(false);

        Assert.Equal(["profile"], ticked);
    }

    private static List<string> Handlers(IRenderedComponent<RequestEditor> page) =>
    [
        .. page.FindAll("input, textarea, button").SelectMany(element => element.Attributes
            .Where(a => a.Name.StartsWith("blazor:on", StringComparison.Ordinal))
            .Select(a => $"{element.Id} {a.Name} {a.Value}")),
    ];

    private static ScopeChoice Scope(string name) => new(name, "Does something.", IsRestricted: false, IsRetired: false);
}
