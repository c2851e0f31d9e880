namespace ClientRegistry.OpenIddict;

/// <summary>Words of the lookup API that mean something to this package.</summary>
internal static class WireNames
{
    public const string Web = "web";
    public const string Native = "native";

    // RFC 7591 section 2, token_endpoint_auth_method.
    public const string ClientSecretBasic = "client_secret_basic";
    public const string None = "none";

    // Codes of a 404 of GET /clients/{client_id}: only these mean that the client may not be used.
    public const string UnknownClient = "unknown_client";
    public const string ClientSuspended = "client_suspended";
    public const string ClientRevoked = "client_revoked";
    public const string WrongEnvironment = "wrong_environment";

    // Kinds of change in GET /changes.
    public const string Created = "created";
    public const string Secrets = "secrets";
    public const string Suspended = "suspended";
    public const string Reinstated = "reinstated";
    public const string Revoked = "revoked";
}
