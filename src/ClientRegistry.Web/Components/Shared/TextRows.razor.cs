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
    private Guid? _begun;

    // More may be typed before this is drawn again, and then the parameter is an old one.
    private IReadOnlyList<string> _rows = [];

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
        _rows = Rows;
        while (_keys.Count < _rows.Count) _keys.Add(Guid.CreateVersion7());
        if (_keys.Count > _rows.Count) _keys.RemoveRange(_rows.Count, _keys.Count - _rows.Count);
    }

    private Task TypeAsync(Guid key, string typed)
    {
        _trimmed.Remove(key);
        if (typed.AsSpan().IndexOfAny('\r', '\n') < 0) return ReplaceAsync(key, [typed]);

        var lines = RedirectUriInput.SplitRows(typed);
        return ReplaceAsync(key, lines.Count > 0 ? lines : [""]);
    }

    private async Task LeaveAsync(Guid key)
    {
        // The row may be gone: leaving it and removing it are one gesture.
        if (_keys.IndexOf(key) is >= 0 and var index && RedirectUriInput.Clean(_rows[index]) is var clean && clean != _rows[index])
        {
            _trimmed.Add(key);
            await ReplaceAsync(key, [clean]);
        }

        await OnBlur.InvokeAsync();
    }

    private Task AddAsync()
    {
        var adding = ReplaceAsync(_keys[^1], [_rows[^1], ""]);
        _begun = _keys[^1];
        return adding;
    }

    private Task RemoveAsync(Guid key)
    {
        var index = _keys.IndexOf(key);
        if (index < 0 || _rows.Count == 1) return Task.CompletedTask;

        _keys.RemoveAt(index);
        return ChangeAsync([.. _rows.Where((_, i) => i != index)]);
    }

    private Task ReplaceAsync(Guid key, IReadOnlyList<string> with)
    {
        var index = _keys.IndexOf(key);
        if (index < 0) return Task.CompletedTask;

        _keys.InsertRange(index + 1, with.Skip(1).Select(_ => Guid.CreateVersion7()));
        return ChangeAsync([.. _rows.Take(index), .. with, .. _rows.Skip(index + 1)]);
    }

    private Task ChangeAsync(IReadOnlyList<string> rows)
    {
        _rows = rows;
        return RowsChanged.InvokeAsync(rows);
    }
}
