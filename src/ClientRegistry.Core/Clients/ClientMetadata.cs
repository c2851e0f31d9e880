using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// What a client says of itself (RFC 7591 section 2), to the character as it was given. A draft may hold anything;
/// what is submitted, approved or imported has passed the validators. Never changed, only replaced.
/// </summary>
public sealed record ClientMetadata
{
    /// <summary>Name shown to the user who is asked for consent.</summary>
    [JsonPropertyName(MetadataNames.ClientName)]
    public string ClientName { get; init; } = "";

    /// <summary>Whether it runs on a web server or on its user's device. Default <see cref="ApplicationType.Web"/>.</summary>
    [JsonPropertyName(MetadataNames.ApplicationType)]
    public ApplicationType ApplicationType { get; init; } = ApplicationType.Web;

    /// <summary>Where an authorization response may be sent (RFC 6749 section 3.1.2).</summary>
    [JsonPropertyName(MetadataNames.RedirectUris)]
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Of <see cref="Protocol.GrantTypes"/>. Default: authorization code and refresh token.</summary>
    [JsonPropertyName(MetadataNames.GrantTypes)]
    public IReadOnlyList<string> GrantTypes { get; init; } =
        [Protocol.GrantTypes.AuthorizationCode, Protocol.GrantTypes.RefreshToken];

    /// <summary>Of <see cref="Protocol.ResponseTypes"/>. Default: <c>code</c>.</summary>
    [JsonPropertyName(MetadataNames.ResponseTypes)]
    public IReadOnlyList<string> ResponseTypes { get; init; } = [Protocol.ResponseTypes.Code];

    /// <summary>Names from the scope catalogue; on the wire one string with single blanks (RFC 6749 section 3.3).</summary>
    [JsonPropertyName(MetadataNames.Scope)]
    [JsonConverter(typeof(SpaceDelimitedConverter))]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Of <see cref="TokenEndpointAuthMethods"/>. Default <c>client_secret_basic</c> (RFC 7591 section 2).</summary>
    [JsonPropertyName(MetadataNames.TokenEndpointAuthMethod)]
    public string TokenEndpointAuthMethod { get; init; } = TokenEndpointAuthMethods.ClientSecretBasic;

    /// <summary>Home page of the application; null when none was given.</summary>
    [JsonPropertyName(MetadataNames.ClientUri)]
    public string? ClientUri { get; init; }

    /// <summary>Picture shown at consent; null when none was given.</summary>
    [JsonPropertyName(MetadataNames.LogoUri)]
    public string? LogoUri { get; init; }

    /// <summary>How personal data is used; null when none was given.</summary>
    [JsonPropertyName(MetadataNames.PolicyUri)]
    public string? PolicyUri { get; init; }

    /// <summary>Terms of service; null when none was given.</summary>
    [JsonPropertyName(MetadataNames.TosUri)]
    public string? TosUri { get; init; }

    /// <summary>Mail addresses of people responsible for the client.</summary>
    [JsonPropertyName(MetadataNames.Contacts)]
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Whether an authorization request must bring a <c>code_challenge</c>. Default true; always true for a
    /// public client (RFC 9700 section 2.1.1).</summary>
    [JsonPropertyName(MetadataNames.RequirePkce)]
    public bool RequirePkce { get; init; } = true;

    /// <summary>Whether it must use PKCE in fact: as <see cref="RequirePkce"/> says, and always as a public client.</summary>
    [JsonIgnore]
    public bool MustUsePkce => RequirePkce || IsPublic;

    /// <summary>Whether it is a public client, one that cannot keep a secret (RFC 6749 section 2.1).</summary>
    [JsonIgnore]
    public bool IsPublic => TokenEndpointAuthMethod == TokenEndpointAuthMethods.None;

    /// <summary>Member by member, lists by their content.</summary>
    /// <param name="other">The metadata to compare with.</param>
    public bool Equals(ClientMetadata? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToJson());

    /// <summary>The stored form.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ClientMetadataJson.Default.ClientMetadata);

    /// <summary>Reads the stored form.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="JsonException">It is not that form.</exception>
    public static ClientMetadata FromJson(string json) =>
        JsonSerializer.Deserialize(json, ClientMetadataJson.Default.ClientMetadata)
        ?? throw new JsonException("Client metadata must be a JSON object.");
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ApplicationTypeConverter)])]
[JsonSerializable(typeof(ClientMetadata))]
internal sealed partial class ClientMetadataJson : JsonSerializerContext;

/// <summary>Writes <c>web</c> and <c>native</c>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the serializer.")]
internal sealed class ApplicationTypeConverter()
    : JsonStringEnumConverter<ApplicationType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>A list as one string with single blanks (RFC 6749 section 3.3).</summary>
internal sealed class SpaceDelimitedConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Join(' ', value));
}
