namespace ClientRegistry.Core.Clients;

/// <summary>
/// What the form alone may do to what was typed or pasted, before the rules see it; the form shows the result. The API and
/// the import never come here: they refuse white space instead of removing it.
/// </summary>
public static class RedirectUriInput
{
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>Removes ASCII white space at both ends, and nothing else: a no-break space stays, and is then refused.</summary>
    /// <param name="typed">What stands in the row; null counts as empty.</param>
    public static string Clean(string? typed) => typed.AsSpan().Trim(UriCharacters.AsciiWhiteSpace).ToString();

    /// <summary>Splits pasted text at its line ends into cleaned rows; rows with nothing in them are left out.</summary>
    /// <param name="pasted">One or more lines; null counts as none.</param>
    public static IReadOnlyList<string> SplitRows(string? pasted) =>
        [.. (pasted ?? "").Split(LineEnds, StringSplitOptions.None).Select(Clean).Where(row => row.Length > 0)];
}
