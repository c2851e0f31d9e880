using ClientRegistry.Core;

namespace ClientRegistry.Web.Components.Shared;

/// <summary>Brings what a use case refused to the fields of a form.</summary>
internal static class Remarks
{
    /// <summary>What is wrong with one field.</summary>
    /// <param name="errors">All that was refused.</param>
    /// <param name="field">The field.</param>
    public static IReadOnlyList<string> At(this IReadOnlyList<RegistryError> errors, string field) =>
        [.. errors.Where(e => e.Field == field).Select(e => e.Message)];

    /// <summary>What belongs to none of a form's fields, and stands above it.</summary>
    /// <param name="errors">All that was refused.</param>
    /// <param name="fields">The form's fields.</param>
    public static IReadOnlyList<RegistryError> Besides(
        this IReadOnlyList<RegistryError> errors, params IReadOnlyList<string> fields) =>
        [.. errors.Where(e => e.Field is null || !fields.Contains(e.Field))];
}
