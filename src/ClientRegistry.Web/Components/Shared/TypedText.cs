using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ClientRegistry.Web.Components.Shared;

/// <summary>
/// A text that is typed, one line or several, without label. Its event handlers stay the same from one rendering to the
/// next. <c>@bind</c> makes new ones each time, and what is typed into the old ones while a slow server draws is lost: the
/// browser shows it, and the server has never heard of it. The same holds for <see cref="TickBox"/> and
/// <see cref="RadioButton"/>.
/// </summary>
public sealed class TypedText : ComponentBase, IHandleEvent
{
    private ElementReference _element;

    /// <summary>What stands in it.</summary>
    [Parameter]
    public string Value { get; set; } = "";

    /// <summary>Called with each keystroke.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>Called when it is left.</summary>
    [Parameter]
    public EventCallback OnLeft { get; set; }

    /// <summary>How many lines it shows; null for a field in which there is only one. Default null.</summary>
    [Parameter]
    public int? Lines { get; set; }

    /// <summary>Whether the keyboard goes here when it appears. Default false.</summary>
    [Parameter]
    public bool AutoFocus { get; set; }

    /// <summary>All other attributes of the element.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, Lines is null ? "input" : "textarea");
        builder.AddMultipleAttributes(1, Attributes);
        builder.AddAttribute(2, "rows", Lines);
        builder.AddAttribute(3, "value", Value);
        builder.AddAttribute(4, "oninput", EventCallback.Factory.Create<ChangeEventArgs>(this, TypeAsync));

        // What is being drawn does not overwrite what was typed meanwhile.
        builder.SetUpdatesAttributeName("value");
        builder.AddAttribute(5, "onblur", EventCallback.Factory.Create(this, LeaveAsync));
        builder.AddElementReferenceCapture(6, element => _element = element);
        builder.CloseElement();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && AutoFocus) await _element.FocusAsync();
    }

    /// <summary>
    /// Its owner draws it anew when it knows what was typed. Drawn before, it would put the old text over what is being typed.
    /// </summary>
    Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg) => item.InvokeAsync(arg);

    private Task TypeAsync(ChangeEventArgs typed) => ValueChanged.InvokeAsync((string?)typed.Value ?? "");

    private Task LeaveAsync() => OnLeft.InvokeAsync();
}
