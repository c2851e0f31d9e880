namespace ClientRegistry.Lookup;

/// <summary>Values of <c>reason</c>, and of a problem's <c>code</c> where it is about a client: stable words of the API.</summary>
public static class Reasons
{
    public const string ClientIdMissing = "client_id_missing";
    public const string ParameterRepeated = "parameter_repeated";
    public const string UnknownClient = "unknown_client";
    public const string WrongEnvironment = "wrong_environment";
    public const string ClientSuspended = "client_suspended";
    public const string ClientRevoked = "client_revoked";

    public const string RedirectUriMissing = "redirect_uri_missing";
    public const string RedirectUriMalformed = "redirect_uri_malformed";
    public const string RedirectUriMismatch = "redirect_uri_mismatch";
    public const string StateMalformed = "state_malformed";
    public const string ResponseTypeMissing = "response_type_missing";
    public const string ResponseTypeUnsupported = "response_type_unsupported";
    public const string ResponseTypeNotAllowed = "response_type_not_allowed";
    public const string ScopeMissing = "scope_missing";
    public const string ScopeMalformed = "scope_malformed";
    public const string ScopeNotAllowed = "scope_not_allowed";
    public const string CodeChallengeMissing = "code_challenge_missing";
    public const string CodeChallengeMalformed = "code_challenge_malformed";
    public const string CodeChallengeMethodUnsupported = "code_challenge_method_unsupported";

    public const string MultipleMethods = "multiple_methods";
    public const string CredentialsMalformed = "credentials_malformed";
    public const string AuthMethodNotRegistered = "auth_method_not_registered";
    public const string SecretMissing = "secret_missing";
    public const string SecretMismatch = "secret_mismatch";
    public const string SecretExpired = "secret_expired";
}
