namespace ClientRegistry.Registration;

/// <summary>One page of a longer list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Items">What stands on this page.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Number">Which page this is; the first is 1.</param>
/// <param name="Size">How many stand on a full page.</param>
public sealed record Paged<T>(IReadOnlyList<T> Items, int Total, int Number, int Size)
{
    /// <summary>How many pages there are; at least one.</summary>
    public int PageCount => Math.Max(1, (Total + Size - 1) / Size);
}
