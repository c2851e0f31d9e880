namespace ClientRegistry.Lookup.Ledger;

/// <summary>As much of a text as is kept.</summary>
internal static class Excerpt
{
    /// <summary>The beginning of a text; all of it when it is short enough.</summary>
    /// <param name="text">What was sent; null stays null.</param>
    /// <param name="longest">How many UTF-16 units are kept at most: one less than that, rather than half a character.</param>
    public static string? Of(string? text, int longest)
    {
        if (text is null || text.Length <= longest) return text;
        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }
}
