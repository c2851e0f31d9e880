using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Accounts;

namespace ClientRegistry.Registration.Scopes;

/// <summary>What the use cases about the scope catalogue have in common.</summary>
internal static class ScopeText
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 100;

    /// <summary>The longest description.</summary>
    public const int DescriptionLength = 500;

    /// <summary>What is wrong with a name (RFC 6749 section 3.3).</summary>
    public static RegistryError? RefuseName(string name, string field) =>
        name.Length <= NameLength && ScopeRules.IsScopeToken(name)
            ? null
            : new RegistryError(
                ErrorCodes.Invalid,
                $"Give a scope-token of 1 to {NameLength} visible ASCII characters without space, quotation mark and "
                    + "backslash, as in orders-api or orders:read.",
                field);

    /// <summary>The description without blanks around it.</summary>
    public static string Clean(string description) => description.Trim(' ', '\t');

    /// <summary>What is wrong with a description.</summary>
    public static RegistryError? RefuseDescription(string description, string field) =>
        Clean(description) is { Length: > 0 and <= DescriptionLength } text && !text.Any(char.IsControl)
            ? null
            : new RegistryError(
                ErrorCodes.Invalid,
                $"Say in 1 to {DescriptionLength} characters on one line what this scope lets a client do.",
                field);

    /// <summary>The refusal to somebody who is no administrator.</summary>
    public static Task<RegistryError> RefuseAsync(FindWhoHolds whoHolds, Actor actor, CancellationToken ct) =>
        whoHolds.RefuseAsync(
            NeededRole.Administrator, "Only an administrator changes the scope catalogue.", actor, ct);

    public static RegistryError NotFound(string name) => new(
        ErrorCodes.NotFound, $"There is no scope {name}. Look at the list again.");

    public static RegistryError Overtaken() => new(
        ErrorCodes.Conflict, "Somebody else changed this scope just now. Look at it again, then repeat what you wanted.");

    public static string Guarded(bool isRestricted) => isRestricted ? "restricted" : "open";
}
