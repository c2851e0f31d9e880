using Bunit;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Web.Components.Requests;
using ClientRegistry.Web.Components.Shared;

namespace ClientRegistry.Web.Tests.Requests;

/// <summary>
/// A server that waits for a slow browser goes on with what is typed and ticked, and draws later: until then a component has
/// its old parameters. Here the owner never gives new ones.
/// </summary>
public sealed class LateDrawingTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();

    public LateDrawingTests() => _context.JSInterop.Mode = JSRuntimeMode.Loose;

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public async Task Rows_go_on_from_what_was_typed()
    {
        IReadOnlyList<string> rows = ["one"];
        var list = _context.Render<TextRows>(p => p.Add(t => t.Id, "rows").Add(t => t.Label, "Rows").Add(t => t.RowName, "row")
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
        IReadOnlyList<string> ticked = ["gone"];
        var picker = _context.Render<ScopePicker>(p => p
            .Add(s => s.Choices, [Scope("orders-api"), Scope("profile"), Scope("catalogue-api")])
            .Add(s => s.Ticked, ticked).Add(s => s.TickedChanged, changed => ticked = changed));

        picker.Find("#scope-orders-api").Change(true);
        picker.Find("#scope-profile").Change(true);
        picker.Find("#scope-gone").Change(false);
        picker.Find("#scope-orders-api").Change(false);

        Assert.Equal(["profile"], ticked);
    }

    private static ScopeChoice Scope(string name) => new(name, "Does something.", IsRestricted: false, IsRetired: false);
}
