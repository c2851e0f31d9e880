using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClientRegistry.OpenIddict.Asking;

/// <summary>What <c>GET /clients/{client_id}</c> said.</summary>
internal abstract record ClientAnswer
{
    /// <summary>How old it is: the registry answers so when it cannot ask its database (RFC 9111 section 5.1).</summary>
    public TimeSpan Age { get; init; }

    public sealed record Found(RegistryApplication Application, string? ETag, TimeSpan? MaxAge) : ClientAnswer;

    public sealed record NotModified(TimeSpan? MaxAge) : ClientAnswer;

    /// <summary>There is no such client for this key, or it may not be used.</summary>
    public sealed record Refused(string Code) : ClientAnswer;
}

internal sealed record AuthenticationAnswer(bool Authenticated, string? Reason = null, long ClientSecretExpiresAt = 0)
{
    /// <summary>How old it is, as with <see cref="ClientAnswer.Age"/>.</summary>
    [JsonIgnore]
    public TimeSpan Age { get; init; }
}

internal sealed record ChangePage(IReadOnlyList<Change> Changes, long Next);

internal sealed record Change(string ClientId, [property: JsonPropertyName("change")] string Kind);

internal sealed record Problem(string? Code = null);

internal sealed record Refusal(bool Valid, string? Reason = null, string? Reference = null);

internal sealed record PresentedCredentials(string? Authorization, string? ClientId, string? ClientSecret);

internal sealed record ClientDocument(
    string ClientId,
    string? ClientName = null,
    string? ApplicationType = null,
    ImmutableArray<string>? RedirectUris = null,
    ImmutableArray<string>? GrantTypes = null,
    ImmutableArray<string>? ResponseTypes = null,
    string? Scope = null,
    string? TokenEndpointAuthMethod = null,
    bool? RequirePkce = null,
    int Revision = 0);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ClientDocument))]
[JsonSerializable(typeof(AuthenticationAnswer))]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(PresentedCredentials))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WireJson : JsonSerializerContext;
