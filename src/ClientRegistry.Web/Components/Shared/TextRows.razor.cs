using ClientRegistry.Core.Clients;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Shared;

/// <summary>What is said about one row.</summary>
/// <param name="Errors">What is wrong with it.</param>
/// <param name="Warnings">What somebody should look at.</param>
public sealed record RowRemarks(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>Nothing.</summary>
    public static RowRemarks None { get; } = new([], []);
}

/// <summary>Keeps the rows; what they mean is its owner's.</summary>
public sealed partial class TextRows
{
    private readonly List<Guid> _keys = [];
    private readonly HashSet<Guid> _trimmed = [];

    /// <summary>Identifies the list on its page; a row adds its number, from 0.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What is asked.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What one row is called, as in <c>Redirect URI</c>.</summary>
    [Parameter, EditorRequired]
    public string RowName { get; set; } = "";

    /// <summary>Lasting help.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>An example, shown in an empty row; null for none.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>The rows; at least one, which may be empty.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Rows { get; set; } = [];

    /// <summary>Called with all rows when one of them changed, came or went.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> RowsChanged { get; set; }

    /// <summary>Called when a row is left.</summary>
    [Parameter]
    public EventCallback OnBlur { get; set; }

    /// <summary>What is said about the row of that index.</summary>
    [Parameter]
    public Func<int, RowRemarks> RemarksOf { get; set; } = _ => RowRemarks.None;

    /// <summary>What is wrong with the list itself; empty for nothing.</summary>
    [Parameter]
    public IReadOnlyList<string> Errors { get; set; } = [];

    /// <summary>How many rows there may be.</summary>
    [Parameter]
    public int MaximumRows { get; set; } = 32;

    /// <summary>Whether it may stay empty, and says so.</summary>
    [Parameter]
    public bool IsOptional { get; set; }

    protected override void OnParametersSet()
    {
        // A key per row keeps the focus in its row when one before it goes.
        while (_keys.Count < Rows.Count) _keys.Add(Guid.CreateVersion7());
        if (_keys.Count > Rows.Count) _keys.RemoveRange(Rows.Count, _keys.Count - Rows.Count);
    }

    private Task TypeAsync(int index, string typed)
    {
        _trimmed.Remove(_keys[index]);
        if (typed.AsSpan().IndexOfAny('\r', '\n') < 0) return ReplaceAsync(index, [typed]);

        // Pasted lines, or the Enter key at the end of a row: then the next row is begun.
        var lines = RedirectUriInput.SplitRows(typed);
        return ReplaceAsync(index, lines.Count > 1 ? lines : [.. lines, ""]);
    }

    private async Task LeaveAsync(int index)
    {
        // The row may be gone: leaving it and removing it are one gesture.
        if (index < Rows.Count && RedirectUriInput.Clean(Rows[index]) is var clean && clean != Rows[index])
        {
            _trimmed.Add(_keys[index]);
            await ReplaceAsync(index, [clean]);
        }

        await OnBlur.InvokeAsync();
    }

    private Task AddAsync() => ReplaceAsync(Rows.Count - 1, [Rows[^1], ""]);

    private Task RemoveAsync(int index)
    {
        _keys.RemoveAt(index);
        return RowsChanged.InvokeAsync([.. Rows.Where((_, i) => i != index)]);
    }

    private Task ReplaceAsync(int index, IReadOnlyList<string> with)
    {
        _keys.InsertRange(index + 1, with.Skip(1).Select(_ => Guid.CreateVersion7()));
        return RowsChanged.InvokeAsync([.. Rows.Take(index), .. with, .. Rows.Skip(index + 1)]);
    }
}
