using System.Text.Json;

namespace ClientRegistry.Web.Components.Requests;

/// <summary>From the field that a refusal names to the element that holds it.</summary>
internal static class FieldId
{
    /// <summary><c>RedirectUris[1]</c> is <c>redirect-uris-1</c>; a scope is found in the list of scopes.</summary>
    /// <param name="field">The field of a refusal.</param>
    public static string Of(string field)
    {
        var parts = field.Split('[', ']');
        var id = JsonNamingPolicy.KebabCaseLower.ConvertName(parts[0]);
        return parts is [not "Scopes", var index, ..] ? $"{id}-{index}" : id;
    }
}
