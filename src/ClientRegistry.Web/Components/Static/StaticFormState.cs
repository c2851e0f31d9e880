using ClientRegistry.Core;

namespace ClientRegistry.Web.Components.Static;

/// <summary>What a form tells its fields.</summary>
/// <param name="Name">Name of the form.</param>
/// <param name="Errors">What was refused when it was sent.</param>
internal sealed record StaticFormState(string Name, IReadOnlyList<RegistryError> Errors)
{
    /// <summary>What is wrong with a field; null when nothing is.</summary>
    /// <param name="field">The field.</param>
    public string? ErrorAt(string field) => Errors.FirstOrDefault(e => e.Field == field)?.Message;

    /// <summary>Identifier of a field's element.</summary>
    /// <param name="form">Name of the form.</param>
    /// <param name="field">The field.</param>
    public static string IdOf(string form, string field) => $"{form}-{field.ToLowerInvariant()}";
}
