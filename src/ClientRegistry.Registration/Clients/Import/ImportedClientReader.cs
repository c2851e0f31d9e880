using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Registration.Clients.Import;

/// <summary>
/// Reads one client out of JSON: RFC 7591 members with the defaults of its section 2, and the registry's own. Members
/// it does not know are passed over.
/// </summary>
/// <param name="line">Where in the file.</param>
/// <param name="json">The value that stands there.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class ImportedClientReader(int line, JsonElement json, List<ImportProblem> problems)
{
    private const string Status = "status";
    private const string ClientSecretHash = "client_secret_hash";

    /// <summary>The client; null when something is wrong.</summary>
    public ImportedClient? Read()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new ImportProblem(line, null, "Each client must be a JSON object."));
            return null;
        }

        var before = problems.Count;
        var metadata = ReadMetadata();
        var client = new ImportedClient(
            line, ReadClientId(), metadata, ReadStatus(), Text(MetadataNames.ClientSecret), Text(ClientSecretHash));
        CheckSecret(client);
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
        return id;
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
        switch (Text(Status))
        {
            case null or "active":
                return ClientStatus.Active;
            case "suspended":
                return ClientStatus.Suspended;
            case "revoked":
                return ClientStatus.Revoked;
            default:
                Wrong(Status, "Write active, suspended or revoked.");
                return default;
        }
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
    }

    private string? Text(string member)
    {
        if (!Has(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();

        Wrong(member, "Write a string.");
        return null;
    }

    private List<string>? List(string member)
    {
        if (!Has(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(v => v.GetString()!)];

        Wrong(member, "Write an array of strings.");
        return null;
    }

    private bool Has(string member, out JsonElement value) =>
        json.TryGetProperty(member, out value) && value.ValueKind != JsonValueKind.Null;

    private void Wrong(string member, string message) => problems.Add(new ImportProblem(line, member, message));
}
