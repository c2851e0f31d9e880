using ClientRegistry.Core;

namespace ClientRegistry.Registration.Requests;

/// <summary>
/// A draft keeps whatever was typed, right or wrong, but not without end: only what is far beyond anything that could
/// be submitted is refused.
/// </summary>
internal static class DraftBounds
{
    private const int MaximumLength = 4000;
    private const int MaximumRows = 100;

    /// <summary>What is too much to keep; null when nothing is.</summary>
    /// <param name="form">What was typed.</param>
    public static RegistryError? Check(ClientRequestForm form) =>
        Texts(form).Where(text => text.Value.Length > MaximumLength)
            .Select(text => new RegistryError(
                ErrorCodes.Invalid,
                $"This has {text.Value.Length} characters, and a draft keeps at most {MaximumLength}. Shorten it; until "
                    + "then the draft is not saved.",
                text.Field))
            .Concat(Lists(form).Where(list => list.Count > MaximumRows)
                .Select(list => new RegistryError(
                    ErrorCodes.Invalid,
                    $"There are {list.Count} entries, and a draft keeps at most {MaximumRows}. Remove some; until then the "
                        + "draft is not saved.",
                    list.Field)))
            .FirstOrDefault();

    private static IEnumerable<(string Field, string Value)> Texts(ClientRequestForm form) =>
    [
        (nameof(form.ClientName), form.ClientName),
        (nameof(form.Purpose), form.Purpose),
        (nameof(form.Justification), form.Justification),
        (nameof(form.ClientUri), form.ClientUri),
        (nameof(form.LogoUri), form.LogoUri),
        (nameof(form.TosUri), form.TosUri),
        (nameof(form.PolicyUri), form.PolicyUri),
        (nameof(form.TokenEndpointAuthMethod), form.TokenEndpointAuthMethod),
        .. form.RedirectUris.Select((row, i) => ($"{nameof(form.RedirectUris)}[{i}]", row)),
        .. form.Contacts.Select((row, i) => ($"{nameof(form.Contacts)}[{i}]", row)),
        .. form.Scopes.Select((row, i) => ($"{nameof(form.Scopes)}[{i}]", row)),
    ];

    private static IEnumerable<(string Field, int Count)> Lists(ClientRequestForm form) =>
    [
        (nameof(form.RedirectUris), form.RedirectUris.Count),
        (nameof(form.Contacts), form.Contacts.Count),
        (nameof(form.Scopes), form.Scopes.Count),
    ];
}
