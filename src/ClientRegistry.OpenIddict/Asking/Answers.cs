using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClientRegistry.OpenIddict.Asking;

/// <summary>What <c>GET /clients/{client_id}</c> said.</summary>
internal abstract record ClientAnswer
{
    public sealed record Found(RegistryApplication Application, string? ETag, TimeSpan? MaxAge) : ClientAnswer;

    public sealed record NotModified(TimeSpan? MaxAge) : ClientAnswer;

    /// <summary>There is no such client for this key, or it may not be used.</summary>
    public sealed record Refused(string Code) : ClientAnswer;
}

internal sealed record AuthenticationAnswer(bool Authenticated, string? Reason, long ClientSecretExpiresAt);

internal sealed record ChangePage(IReadOnlyList<Change> Changes, long Next);

internal sealed record Change(
    long Sequence, string ClientId, [property: JsonPropertyName("change")] string Kind, int Revision);

internal sealed record Problem(string? Code);

internal sealed record Refusal(bool Valid, string? Reason, string? Reference);

internal sealed record PresentedCredentials(string? Authorization, string? ClientId, string? ClientSecret);

internal sealed record ClientDocument(
    string ClientId,
    string? ClientName,
    string? ApplicationType,
    ImmutableArray<string>? RedirectUris,
    ImmutableArray<string>? GrantTypes,
    ImmutableArray<string>? ResponseTypes,
    string? Scope,
    string? TokenEndpointAuthMethod,
    bool? RequirePkce,
    int Revision);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
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
