using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace ClientRegistry.Web.Components.Layout;

/// <summary>Keeps MudBlazor's idea of dark in step with the page's.</summary>
public sealed partial class MainLayout
{
    private DotNetObjectReference<MainLayout>? _self;
    private IJSObjectReference? _watch;
    private ErrorBoundary? _boundary;
    private bool _isDark;

    /// <summary>Called by the page when light becomes dark or the other way round.</summary>
    /// <param name="isDark">Whether it is dark now.</param>
    [JSInvokable]
    public void AppearanceChanged(bool isDark)
    {
        _isDark = isDark;
        StateHasChanged();
    }

    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;

        _self = DotNetObjectReference.Create(this);
        _watch = await Js.InvokeAsync<IJSObjectReference>("registryAppearance.watch", _self);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        try
        {
            if (_watch is not null) await _watch.InvokeVoidAsync("stop");
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listener with it.
        }

        _self?.Dispose();
    }
}
