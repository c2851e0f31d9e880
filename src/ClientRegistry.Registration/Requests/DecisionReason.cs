using ClientRegistry.Core;

namespace ClientRegistry.Registration.Requests;

/// <summary>The rule for what a decision says to the partner.</summary>
public static class DecisionReason
{
    /// <summary>How long it may be, in characters.</summary>
    public const int MaximumLength = 2000;

    /// <summary>Whether a reason is there and not too long; null when it is fine.</summary>
    /// <param name="text">The reason.</param>
    /// <param name="missing">What to say when there is none.</param>
    /// <param name="field">The member it stands in.</param>
    public static RegistryError? Check(string? text, string missing, string field)
    {
        if (string.IsNullOrWhiteSpace(text)) return new RegistryError(ErrorCodes.Invalid, missing, field);
        return text.Length <= MaximumLength
            ? null
            : new RegistryError(
                ErrorCodes.Invalid,
                $"This has {text.Length} characters, and at most {MaximumLength} are kept. Shorten it.",
                field);
    }
}
