using System.Diagnostics.CodeAnalysis;

namespace ClientRegistry.Core.Protocol;

/// <summary>Values of <c>grant_type</c> the registry hands out (RFC 7591 section 2).</summary>
public static class GrantTypes
{
    /// <summary>RFC 6749 section 4.1.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>RFC 6749 section 6.</summary>
    public const string RefreshToken = "refresh_token";
}

/// <summary>Values of <c>response_type</c> the registry hands out (RFC 7591 section 2).</summary>
public static class ResponseTypes
{
    /// <summary>RFC 6749 section 4.1.1; the only one that RFC 9700 section 2.1.2 still advises.</summary>
    public const string Code = "code";
}

/// <summary>How a client proves who it is at the token endpoint (RFC 7591 section 2).</summary>
public static class TokenEndpointAuthMethods
{
    /// <summary>HTTP Basic, RFC 6749 section 2.3.1. The default of RFC 7591.</summary>
    public const string ClientSecretBasic = "client_secret_basic";

    /// <summary>In the request body, RFC 6749 section 2.3.1.</summary>
    public const string ClientSecretPost = "client_secret_post";

    /// <summary>A public client without a secret, RFC 6749 section 2.1.</summary>
    public const string None = "none";

    /// <summary>All three, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = [ClientSecretBasic, ClientSecretPost, None];
}

/// <summary>Values of <c>application_type</c> (OpenID Connect Dynamic Client Registration 1.0 section 2).</summary>
public static class ApplicationTypes
{
    /// <summary>Runs on a web server.</summary>
    public const string Web = "web";

    /// <summary>Runs on its user's device, RFC 8252.</summary>
    public const string Native = "native";
}

/// <summary>Values of <c>code_challenge_method</c> (RFC 7636 section 4.2).</summary>
public static class CodeChallengeMethods
{
    /// <summary>SHA-256; the only one accepted (RFC 9700 section 2.1.1).</summary>
    public const string S256 = "S256";
}

/// <summary>Values of <c>error</c> towards an OAuth client.</summary>
public static class OAuthErrors
{
    /// <summary>RFC 6749 section 4.1.2.1.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>RFC 6749 section 4.1.2.1.</summary>
    public const string UnauthorizedClient = "unauthorized_client";

    /// <summary>RFC 6749 section 4.1.2.1.</summary>
    public const string UnsupportedResponseType = "unsupported_response_type";

    /// <summary>RFC 6749 section 4.1.2.1.</summary>
    public const string InvalidScope = "invalid_scope";

    /// <summary>RFC 6749 section 5.2.</summary>
    public const string InvalidClient = "invalid_client";
}

/// <summary>Codes of a refused registration (RFC 7591 section 3.2.2).</summary>
public static class RegistrationErrors
{
    /// <summary>A redirect URI breaks the policy.</summary>
    public const string InvalidRedirectUri = "invalid_redirect_uri";

    /// <summary>Another member of the metadata does.</summary>
    public const string InvalidClientMetadata = "invalid_client_metadata";
}

/// <summary>Names of the parameters of an authorization or token request (RFC 6749 appendix A, RFC 7636).</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the protocol's words.")]
public static class OAuthParameters
{
    /// <summary>RFC 6749 appendix A.1.</summary>
    public const string ClientId = "client_id";

    /// <summary>RFC 6749 appendix A.2.</summary>
    public const string ClientSecret = "client_secret";

    /// <summary>RFC 6749 appendix A.3.</summary>
    public const string ResponseType = "response_type";

    /// <summary>RFC 6749 appendix A.4.</summary>
    public const string Scope = "scope";

    /// <summary>RFC 6749 appendix A.5.</summary>
    public const string State = "state";

    /// <summary>RFC 6749 appendix A.6.</summary>
    public const string RedirectUri = "redirect_uri";

    /// <summary>RFC 7636 section 4.3.</summary>
    public const string CodeChallenge = "code_challenge";

    /// <summary>RFC 7636 section 4.3.</summary>
    public const string CodeChallengeMethod = "code_challenge_method";
}
