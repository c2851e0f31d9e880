using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration.Requests;
using MimeKit;

namespace ClientRegistry.Registration.Clients;

/// <summary>
/// What client metadata must look like before it may become a client: the same for the form, the approval and the
/// import. Pure; what it needs to know of the catalogue is given to it.
/// </summary>
/// <param name="catalogue">The scopes there are. A retired one is refused unless the client has it already.</param>
/// <param name="heldScopes">Names of the scopes that the client has already; null for a new client.</param>
public sealed class ClientMetadataRules(
    IReadOnlyCollection<ScopeChoice> catalogue, IReadOnlyCollection<string>? heldScopes = null)
{
    /// <summary>How long a client's name may be, in characters.</summary>
    public const int MaximumNameLength = 100;

    /// <summary>How long an address of a page or picture may be, in characters.</summary>
    public const int MaximumUriLength = 2000;

    /// <summary>How many scopes there may be.</summary>
    public const int MaximumScopes = 200;

    /// <summary>How many contacts there may be.</summary>
    public const int MaximumContacts = 10;

    private readonly Dictionary<string, ScopeChoice> _catalogue =
        catalogue.ToDictionary(s => s.Name, StringComparer.Ordinal);

    private readonly HashSet<string> _held = new(heldScopes ?? [], StringComparer.Ordinal);

    /// <summary>The scopes there are, by name.</summary>
    public IReadOnlyDictionary<string, ScopeChoice> Catalogue => _catalogue;

    /// <summary>Adds a scope to what there is: an import brings its own.</summary>
    /// <param name="scope">The scope; its name is new.</param>
    internal void Extend(ScopeChoice scope) => _catalogue.Add(scope.Name, scope);

    /// <summary>Finds everything that is wrong.</summary>
    /// <param name="metadata">What was given.</param>
    /// <param name="environment">Where the client is to live.</param>
    /// <returns>Codes of RFC 7591 section 3.2.2; each field is a member of <see cref="ClientMetadata"/>, with an index
    /// where it is a list. Empty when all is well.</returns>
    public IEnumerable<RegistryError> Check(ClientMetadata metadata, ClientEnvironment environment) =>
    [
        .. CheckName(metadata.ClientName),
        .. CheckRedirectUris(metadata, environment),
        .. CheckFlow(metadata),
        .. CheckScopes(metadata.Scopes),
        .. CheckContacts(metadata.Contacts),
        .. CheckUri(metadata.ClientUri, nameof(metadata.ClientUri)),
        .. CheckUri(metadata.LogoUri, nameof(metadata.LogoUri)),
        .. CheckUri(metadata.TosUri, nameof(metadata.TosUri)),
        .. CheckUri(metadata.PolicyUri, nameof(metadata.PolicyUri)),
    ];

    /// <summary>Whether any of these needs a justification and a second approver.</summary>
    /// <param name="scopes">Names of scopes; unknown ones are passed over.</param>
    public bool AnyRestricted(IEnumerable<string> scopes) =>
        scopes.Any(name => _catalogue.TryGetValue(name, out var scope) && scope.IsRestricted);

    private static IEnumerable<RegistryError> CheckName(string name)
    {
        const string field = nameof(ClientMetadata.ClientName);
        if (string.IsNullOrWhiteSpace(name))
            yield return Wrong("Give the client a name. Users read it when they are asked for consent.", field);
        else if (name.Length > MaximumNameLength)
            yield return TooLong(name.Length, MaximumNameLength, field);
        else if (name.Any(IsUnseen))
            yield return Wrong("The name holds a character that cannot be seen. Type the name instead of pasting it.", field);
    }

    private static IEnumerable<RegistryError> CheckRedirectUris(ClientMetadata metadata, ClientEnvironment environment) =>
        RedirectUriPolicy
            .Examine(metadata.RedirectUris, new RedirectUriContext(metadata.ApplicationType, environment))
            .Where(finding => finding.Severity == RedirectUriSeverity.Refused)
            .Select(finding => new RegistryError(
                RegistrationErrors.InvalidRedirectUri,
                finding.Message,
                finding.Index < 0 ? nameof(metadata.RedirectUris) : At(nameof(metadata.RedirectUris), finding.Index)));

    private static IEnumerable<RegistryError> CheckFlow(ClientMetadata metadata)
    {
        // RFC 7591 section 2.1: grant types and response types must agree; the registry knows one flow.
        if (!metadata.GrantTypes.Contains(GrantTypes.AuthorizationCode)
            || metadata.GrantTypes.Any(g => g is not (GrantTypes.AuthorizationCode or GrantTypes.RefreshToken)))
        {
            yield return Wrong(
                $"The grant types are {GrantTypes.AuthorizationCode} and, if wanted, {GrantTypes.RefreshToken}.",
                nameof(metadata.GrantTypes));
        }

        if (metadata.ResponseTypes is not [ResponseTypes.Code])
            yield return Wrong($"The one response type is {ResponseTypes.Code}.", nameof(metadata.ResponseTypes));

        if (!TokenEndpointAuthMethods.All.Contains(metadata.TokenEndpointAuthMethod))
        {
            yield return Wrong(
                $"Choose one of {string.Join(", ", TokenEndpointAuthMethods.All)}.",
                nameof(metadata.TokenEndpointAuthMethod));
        }

        // RFC 9700 section 2.1.1.
        if (metadata.IsPublic && !metadata.RequirePkce)
        {
            yield return Wrong(
                "A client without a secret must use PKCE. Leave PKCE on, or choose a way to send a secret.",
                nameof(metadata.RequirePkce));
        }
    }

    private IEnumerable<RegistryError> CheckScopes(IReadOnlyList<string> scopes)
    {
        const string field = nameof(ClientMetadata.Scopes);
        if (scopes.Count > MaximumScopes)
            yield return Wrong($"There are {scopes.Count} scopes, more than {MaximumScopes}. Take some out.", field);

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(scopes.Count, MaximumScopes); i++)
        {
            var isRepeated = !seen.Add(scopes[i]);
            if (!_catalogue.TryGetValue(scopes[i], out var scope))
                yield return Wrong($"The catalogue has no scope \"{scopes[i]}\". Take it out.", At(field, i));
            else if (scope.IsRetired && !_held.Contains(scope.Name))
                yield return Wrong($"The scope {scope.Name} was retired and cannot be asked for. Take it out.", At(field, i));
            else if (isRepeated)
                yield return Wrong($"The scope {scope.Name} is listed twice. Take one out.", At(field, i));
        }
    }

    private static IEnumerable<RegistryError> CheckContacts(IReadOnlyList<string> contacts)
    {
        const string field = nameof(ClientMetadata.Contacts);
        if (contacts.Count > MaximumContacts)
            yield return Wrong($"There are {contacts.Count} contacts, more than {MaximumContacts}. Take some out.", field);

        for (var i = 0; i < Math.Min(contacts.Count, MaximumContacts); i++)
        {
            if (!IsMailAddress(contacts[i]))
            {
                yield return Wrong(
                    "This is not a mail address. Write the address alone, as in api-team@example.com.", At(field, i));
            }
        }
    }

    private static IEnumerable<RegistryError> CheckUri(string? uri, string field)
    {
        if (uri is null) yield break;

        if (uri.Length > MaximumUriLength)
            yield return TooLong(uri.Length, MaximumUriLength, field);
        else if (!IsWebPage(uri))
            yield return Wrong("Write the whole address of a page, beginning with https:// and a host name.", field);
    }

    /// <summary>These become links that people follow: nothing but https, and nothing that hides the host.</summary>
    private static bool IsWebPage(string uri)
    {
        var beforeFragment = uri.Split('#', 2)[0];
        return uri.All(c => c is > ' ' and < '\x7F' and not ('\\' or '"' or '<' or '>'))
            && ParsedRedirectUri.IsAbsoluteUri(beforeFragment)
            && ParsedRedirectUri.TryParse(uri, out var parsed)
            && parsed.HasScheme("https")
            && parsed is { UserInfo: null, Host.Length: > 0 }
            && Uri.CheckHostName(parsed.Host) == UriHostNameType.Dns;
    }

    private static bool IsMailAddress(string text) =>
        text.Length is > 0 and <= 254
        && !text.Any(c => c is <= ' ' or '<' or '>' or ',' or ';' || IsUnseen(c))
        && MailboxAddress.TryParse(text, out var mailbox)
        && mailbox.Address == text
        && text.LastIndexOf('@') is > 0 and var at
        && text.IndexOf('.', at) > at + 1
        && !text.EndsWith('.');

    /// <summary>Controls, line ends, what turns the reading direction, what has no width.</summary>
    private static bool IsUnseen(char c) =>
        char.IsControl(c)
        || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
            or '\u200B' or '\uFEFF';

    private static RegistryError TooLong(int length, int most, string field) =>
        Wrong($"This has {length} characters, and at most {most} are kept. Shorten it.", field);

    private static RegistryError Wrong(string message, string field) =>
        new(RegistrationErrors.InvalidClientMetadata, message, field);

    private static string At(string field, int index) => $"{field}[{index}]";
}
