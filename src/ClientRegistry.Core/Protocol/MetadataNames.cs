namespace ClientRegistry.Core.Protocol;

/// <summary>Wire names of client metadata: RFC 7591 section 2 unless another source is named.</summary>
public static class MetadataNames
{
    public const string ClientId = "client_id";
    public const string ClientIdIssuedAt = "client_id_issued_at";
    public const string ClientSecret = "client_secret";
    public const string ClientSecretExpiresAt = "client_secret_expires_at";
    public const string ClientName = "client_name";
    public const string RedirectUris = "redirect_uris";
    public const string GrantTypes = "grant_types";
    public const string ResponseTypes = "response_types";
    public const string Scope = "scope";
    public const string TokenEndpointAuthMethod = "token_endpoint_auth_method";
    public const string ClientUri = "client_uri";
    public const string LogoUri = "logo_uri";
    public const string PolicyUri = "policy_uri";
    public const string TosUri = "tos_uri";
    public const string Contacts = "contacts";

    /// <summary>OpenID Connect Dynamic Client Registration 1.0 section 2.</summary>
    public const string ApplicationType = "application_type";

    /// <summary>The registry's own: whether the client must send a <c>code_challenge</c> (RFC 9700 section 2.1.1).</summary>
    public const string RequirePkce = "require_pkce";

    /// <summary>The registry's own: see <see cref="RegistryWords"/>.</summary>
    public const string Environment = "environment";

    /// <summary>The registry's own: see <see cref="RegistryWords"/>.</summary>
    public const string Status = "status";

    /// <summary>The registry's own: whose client it is.</summary>
    public const string Partner = "partner";

    /// <summary>The registry's own: which approved revision it is.</summary>
    public const string Revision = "revision";
}
