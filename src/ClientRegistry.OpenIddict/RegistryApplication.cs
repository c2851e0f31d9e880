using System.Collections.Immutable;
using System.Text.Json;

namespace ClientRegistry.OpenIddict;

/// <summary>
/// A client as the registry describes it: OpenIddict's application entity. It cannot be changed from here; names are
/// those of RFC 7591 section 2. It holds no secret and no hash.
/// </summary>
public sealed class RegistryApplication
{
    /// <summary>Wire name <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>Wire name <c>client_name</c>: what users are shown.</summary>
    public string? ClientName { get; init; }

    /// <summary>Wire name <c>application_type</c>: <c>web</c> or <c>native</c>.</summary>
    public string ApplicationType { get; init; } = WireNames.Web;

    /// <summary>Wire name <c>redirect_uris</c>, as they were registered.</summary>
    public ImmutableArray<string> RedirectUris { get; init; } = [];

    /// <summary>Wire name <c>grant_types</c>.</summary>
    public ImmutableArray<string> GrantTypes { get; init; } = [];

    /// <summary>Wire name <c>response_types</c>.</summary>
    public ImmutableArray<string> ResponseTypes { get; init; } = [];

    /// <summary>The scopes it was granted; wire name <c>scope</c>, where they are separated by blanks.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Wire name <c>token_endpoint_auth_method</c>; <c>none</c> is a public client.</summary>
    public string TokenEndpointAuthMethod { get; init; } = WireNames.ClientSecretBasic;

    /// <summary>Wire name <c>require_pkce</c> (RFC 9700 section 2.1.1).</summary>
    public bool RequirePkce { get; init; }

    /// <summary>Number of the approved revision this is.</summary>
    public int Revision { get; init; }

    /// <summary>Every member of the registry's document by its wire name, as consent pages may want them: <c>logo_uri</c>, <c>partner</c>.</summary>
    public ImmutableDictionary<string, JsonElement> Document { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>Whether it has no secret (RFC 6749 section 2.1).</summary>
    public bool IsPublic => TokenEndpointAuthMethod == WireNames.None;

    internal ImmutableArray<string> Permissions => field.IsDefault ? field = GrantedPermissions.Of(this) : field;
}
