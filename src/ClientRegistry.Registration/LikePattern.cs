namespace ClientRegistry.Registration;

/// <summary>Patterns for <c>LIKE</c> in which what people typed has no power; used with <see cref="Escape"/>.</summary>
internal static class LikePattern
{
    /// <summary>Stands before a character that is meant as it is.</summary>
    public const string Escape = "\\";

    /// <summary>Whatever contains this text.</summary>
    /// <param name="text">The text.</param>
    public static string Containing(string text)
    {
        var literal = text
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);
        return $"%{literal}%";
    }
}
