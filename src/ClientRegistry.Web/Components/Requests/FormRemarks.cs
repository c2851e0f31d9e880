using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Web.Components.Shared;

namespace ClientRegistry.Web.Components.Requests;

/// <summary>
/// What the rules say about a form at this moment, as far as it is time to say it: a field is spoken of once it was left,
/// and all of them once somebody tried to go on.
/// </summary>
public sealed class FormRemarks
{
    private readonly HashSet<string> _left = [];
    private bool _all;
    private ILookup<string, RegistryError> _errors = Enumerable.Empty<RegistryError>().ToLookup(_ => "");
    private ILookup<int, RedirectUriFinding> _findings = Enumerable.Empty<RedirectUriFinding>().ToLookup(_ => 0);

    /// <summary>Everything that is wrong, spoken of or not, in the order of the form.</summary>
    public IReadOnlyList<RegistryError> Errors { get; private set; } = [];

    /// <summary>Asks the rules anew.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="form">What was typed.</param>
    public void Examine(RequestRules rules, ClientRequestForm form)
    {
        Errors = [.. rules.Validator.Validate(form).Errors
            .Select(e => new RegistryError(e.ErrorCode, e.ErrorMessage, e.PropertyName))
            .OrderBy(e => Array.IndexOf(Order, e.Field!.Split('[')[0]))];
        _errors = Errors.ToLookup(e => e.Field!);
        _findings = rules.ExamineRedirectUris(form).ToLookup(f => f.Index);
    }

    /// <summary>From now on that field is spoken of.</summary>
    /// <param name="field">A member of the form.</param>
    public void Leave(string field) => _left.Add(field);

    /// <summary>From now on all fields are spoken of.</summary>
    public void SpeakOfAll() => _all = true;

    /// <summary>What to show at a field.</summary>
    /// <param name="field">A member of the form.</param>
    public IReadOnlyList<string> Of(string field) =>
        _all || _left.Contains(field) ? [.. _errors[field].Select(e => e.Message)] : [];

    /// <summary>What to show at the scopes, whichever of them it is about.</summary>
    public IReadOnlyList<string> OfScopes() => _all || _left.Contains(nameof(ClientRequestForm.Scopes))
        ? [.. Errors.Where(e => e.Field!.StartsWith(nameof(ClientRequestForm.Scopes), StringComparison.Ordinal))
            .Select(e => e.Message)]
        : [];

    /// <summary>What to show at a contact.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="text">What stands there.</param>
    public RowRemarks OfContact(int row, string text) =>
        _all || (text.Length > 0 && _left.Contains(nameof(ClientRequestForm.Contacts)))
            ? new([.. _errors[$"{nameof(ClientRequestForm.Contacts)}[{row}]"].Select(e => e.Message)], [])
            : RowRemarks.None;

    /// <summary>What to show at a redirect URI, as it is typed; not while no more stands there than how they all begin.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="text">What stands there.</param>
    public RowRemarks OfRedirectUri(int row, string text) =>
        !_all && "https://".StartsWith(text, StringComparison.Ordinal)
            ? RowRemarks.None
            : new(Messages(row, RedirectUriSeverity.Refused), Messages(row, RedirectUriSeverity.Warning));

    private string[] Messages(int row, RedirectUriSeverity severity) =>
        [.. _findings[row].Where(f => f.Severity == severity).Select(f => f.Message)];

    /// <summary>The order in which the form asks.</summary>
    private static readonly string[] Order =
    [
        nameof(ClientRequestForm.ClientName), nameof(ClientRequestForm.Purpose), nameof(ClientRequestForm.ApplicationType),
        nameof(ClientRequestForm.Environment), nameof(ClientRequestForm.RedirectUris), nameof(ClientRequestForm.Scopes),
        nameof(ClientRequestForm.Justification), nameof(ClientRequestForm.TokenEndpointAuthMethod),
        nameof(ClientRequestForm.RequirePkce), nameof(ClientRequestForm.Contacts), nameof(ClientRequestForm.ClientUri),
        nameof(ClientRequestForm.LogoUri), nameof(ClientRequestForm.TosUri), nameof(ClientRequestForm.PolicyUri),
    ];
}
