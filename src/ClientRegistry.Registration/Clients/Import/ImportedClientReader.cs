using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Registration.Clients.Import;

/// <summary>
/// Reads one client out of JSON: RFC 7591 members with the defaults of its section 2, and the registry's own. Members
/// it does not know are passed over.
/// </summary>
/// <param name="item">The value, and where it stands.</param>
/// <param name="environment">Where the client is to live.</param>
/// <param name="now">The present.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class ImportedClientReader(
    JsonItem item, ClientEnvironment environment, DateTimeOffset now, List<ImportProblem> problems)
{
    private const string ClientSecretHash = "client_secret_hash";

    /// <summary>Years of five digits are nobody's intention, and no calendar here has them.</summary>
    private static readonly long LatestTime = new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly JsonElement _json = item.Content;
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    /// <summary>The client; null when something is wrong.</summary>
    public ImportedClient? Read()
    {
        if (_json.ValueKind != JsonValueKind.Object)
        {
            Wrong(null, "Each client must be a JSON object.");
            return null;
        }

        if (!AreNamesText())
        {
            Wrong(null, "The name of a member is no text: it holds bytes that are not UTF-8, or half a surrogate pair.");
            return null;
        }

        var before = problems.Count;
        var metadata = ReadMetadata();
        var client = new ImportedClient(
            ReadClientId(),
            metadata,
            ReadStatus(),
            Text(MetadataNames.ClientSecret),
            Text(ClientSecretHash),
            ReadSecretExpiry(),
            ReadIssuedAt());
        CheckSecret(client);
        CheckEnvironment();
        return problems.Count == before ? client : null;
    }

    private ClientMetadata ReadMetadata()
    {
        var method = Text(MetadataNames.TokenEndpointAuthMethod) ?? TokenEndpointAuthMethods.ClientSecretBasic;
        return new ClientMetadata
        {
            ClientName = Text(MetadataNames.ClientName) ?? "",
            ApplicationType = ReadApplicationType(),
            RedirectUris = List(MetadataNames.RedirectUris) ?? [],
            GrantTypes = List(MetadataNames.GrantTypes) ?? [GrantTypes.AuthorizationCode],
            ResponseTypes = List(MetadataNames.ResponseTypes) ?? [ResponseTypes.Code],
            Scopes = ReadScopes(),
            TokenEndpointAuthMethod = method,
            ClientUri = Text(MetadataNames.ClientUri),
            LogoUri = Text(MetadataNames.LogoUri),
            PolicyUri = Text(MetadataNames.PolicyUri),
            TosUri = Text(MetadataNames.TosUri),
            Contacts = List(MetadataNames.Contacts) ?? [],
            RequirePkce = ReadRequirePkce(),
        };
    }

    private string ReadClientId()
    {
        var id = Text(MetadataNames.ClientId) ?? "";
        if (id.Length is 0 or > ClientIdentifier.MaximumLength)
            Wrong(MetadataNames.ClientId, $"Give the identifier, 1 to {ClientIdentifier.MaximumLength} characters.");
        // RFC 6749 appendix A.1 allows the blank too; it is lost at a line's end, and databases disagree about it.
        else if (id.Any(c => c is <= ' ' or > '~'))
            Wrong(MetadataNames.ClientId, "An identifier has visible ASCII characters only, without blanks.");
        // RFC 3986 section 5.2.4: as segments of a path these are taken out, so that no address would lead to the client.
        else if (id is "." or "..")
            Wrong(MetadataNames.ClientId, "No address can hold an identifier of dots alone. Give the client another one.");
        return id;
    }

    /// <summary>RFC 7591 section 3.2.1: 0 for never.</summary>
    private DateTimeOffset? ReadSecretExpiry() =>
        Seconds(MetadataNames.ClientSecretExpiresAt) is { } seconds and not 0
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private DateTimeOffset? ReadIssuedAt()
    {
        if (Seconds(MetadataNames.ClientIdIssuedAt) is not { } seconds) return null;
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (issuedAt > now) Wrong(MetadataNames.ClientIdIssuedAt, "This time has not come yet.");
        return issuedAt;
    }

    private ApplicationType ReadApplicationType()
    {
        switch (Text(MetadataNames.ApplicationType))
        {
            case null or ApplicationTypes.Web:
                return ApplicationType.Web;
            case ApplicationTypes.Native:
                return ApplicationType.Native;
            default:
                Wrong(MetadataNames.ApplicationType, $"Write {ApplicationTypes.Web} or {ApplicationTypes.Native}.");
                return default;
        }
    }

    private ClientStatus ReadStatus()
    {
        if (Text(MetadataNames.Status) is not { } word) return ClientStatus.Active;
        if (!RegistryWords.TryRead(word, out ClientStatus status)) Wrong(MetadataNames.Status, "Write active, suspended or revoked.");
        return status;
    }

    private IReadOnlyList<string> ReadScopes()
    {
        if (Text(MetadataNames.Scope) is not { Length: > 0 } text) return [];
        if (ScopeRules.TryParse(text, out var scopes)) return scopes;

        Wrong(MetadataNames.Scope, "Write scope names with one blank between them (RFC 6749 section 3.3).");
        return [];
    }

    private bool ReadRequirePkce()
    {
        if (!Has(MetadataNames.RequirePkce, out var value)) return true;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();

        Wrong(MetadataNames.RequirePkce, "Write true or false.");
        return true;
    }

    private void CheckSecret(ImportedClient client)
    {
        if (client.Secret is not null && client.SecretHash is not null)
            Wrong(ClientSecretHash, $"Give {MetadataNames.ClientSecret} or {ClientSecretHash}, not both.");
        else if (client.Metadata.IsPublic && (client.Secret ?? client.SecretHash) is not null)
            Wrong(MetadataNames.ClientSecret, "A client with token_endpoint_auth_method none has no secret.");
        else if (client.Secret is { Length: 0 or > 256 })
            Wrong(MetadataNames.ClientSecret, "A secret has 1 to 256 characters.");
        else if (client.SecretHash is { } hash
            && !(hash.StartsWith(SecretHash.FastMarker, StringComparison.Ordinal) && SecretHash.IsWellFormed(hash)))
            Wrong(ClientSecretHash, "Write sha256: and the 32 bytes of the hash in base64.");
        else if (client.SecretHash is not null && SecretHash.Matches("", client.SecretHash))
            Wrong(ClientSecretHash, "This is the hash of an empty secret, which nobody can use. Leave it out.");
    }

    /// <summary>What was exported says where it lived, and must not change places unnoticed.</summary>
    private void CheckEnvironment()
    {
        var own = RegistryWords.Of(environment);
        if (Text(MetadataNames.Environment) is { } given && given != own)
            Wrong(MetadataNames.Environment, $"This client is of {given}, and the import is for {own}. Import it there, or take this out.");
    }

    private string? Text(string member)
    {
        if (!Has(member, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String) Wrong(member, "Write a string.");
        else if (!TryText(value, out var text)) WrongText(member);
        else return text;
        return null;
    }

    private List<string>? List(string member)
    {
        if (!Has(member, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
        {
            Wrong(member, "Write an array of strings.");
            return null;
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
        {
            if (!TryText(element, out var text))
            {
                WrongText(member);
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }

    /// <summary>Seconds since 1970-01-01, as RFC 7591 section 3.2.1 counts.</summary>
    private long? Seconds(string member)
    {
        if (!Has(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds >= 0 && seconds < LatestTime)
        {
            return seconds;
        }

        Wrong(member, "Write a time in whole seconds since 1970-01-01, before the year 9999.");
        return null;
    }

    private bool Has(string member, out JsonElement value)
    {
        // RFC 8259 section 4: which of the two counts is each reader's guess, and the other server's may have been another.
        if (_repeated.Remove(member)) Wrong(member, "The client has this member twice. Take one out.");
        return _json.TryGetProperty(member, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private bool AreNamesText()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var member in _json.EnumerateObject())
            {
                if (!seen.Add(member.Name)) _repeated.Add(member.Name);
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The parser takes strings unseen, and complains only when one is asked for.</summary>
    private static bool TryText(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    private void WrongText(string member) =>
        Wrong(member, "This is no text: it holds bytes that are not UTF-8, or half a surrogate pair.");

    private void Wrong(string? member, string message) =>
        problems.Add(new ImportProblem(item.Line, member, message) { Item = item.Place });
}
