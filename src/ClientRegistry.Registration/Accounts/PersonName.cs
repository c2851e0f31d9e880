using ClientRegistry.Core;

namespace ClientRegistry.Registration.Accounts;

/// <summary>What counts as a name: anything a person is called, on one line.</summary>
public static class PersonName
{
    /// <summary>The longest one, in UTF-16 units.</summary>
    public const int MaxLength = 200;

    /// <summary>The name without blanks around it.</summary>
    /// <param name="typed">What was typed.</param>
    public static string Clean(string typed) => typed.Trim(' ', '\t');

    /// <summary>Whether it is one.</summary>
    /// <param name="typed">What was typed.</param>
    public static bool IsName(string? typed) =>
        Clean(typed ?? "") is { Length: > 0 and <= MaxLength } name && !name.Any(char.IsControl);

    /// <summary>What is wrong with it.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="field">The member it stands in.</param>
    /// <returns>Null when nothing is.</returns>
    public static RegistryError? Refuse(string? typed, string field) => IsName(typed)
        ? null
        : new RegistryError(ErrorCodes.Invalid, $"Give a name of 1 to {MaxLength} characters on one line.", field);
}
