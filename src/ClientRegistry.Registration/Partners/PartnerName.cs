using ClientRegistry.Core;
using ClientRegistry.Registration.Accounts;

namespace ClientRegistry.Registration.Partners;

/// <summary>What counts as a partner's name, and what to say when another partner has it.</summary>
internal static class PartnerName
{
    public static RegistryError? Refuse(string? typed, string field) => PersonName.IsName(typed)
        ? null
        : new RegistryError(
            ErrorCodes.Invalid, $"Give the organisation's name, 1 to {PersonName.MaxLength} characters on one line.", field);

    public static RegistryError Taken(string field) => new(
        ErrorCodes.Duplicate, "Another partner has this name already. Choose one that tells the two apart.", field);
}
