using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Lookup.Authorization;

/// <summary>Refusals that always say the same. The API's description (<c>openapi.v1.json</c>) lists their reasons.</summary>
internal static class AuthorizationRefusals
{
    public static readonly AuthorizationRefusal ClientIdMissing = Invalid(
        Reasons.ClientIdMissing, "The parameter client_id is missing.");

    public static readonly AuthorizationRefusal TargetRepeated = Invalid(
        Reasons.ParameterRepeated, "The parameter client_id or redirect_uri was sent more than once.");

    public static readonly AuthorizationRefusal UnknownClient = Invalid(
        Reasons.UnknownClient, "There is no such client.");

    public static readonly AuthorizationRefusal WrongEnvironment = Invalid(
        Reasons.WrongEnvironment, "This client is registered for another environment.");

    public static readonly AuthorizationRefusal ClientSuspended = new(
        Reasons.ClientSuspended, OAuthErrors.UnauthorizedClient, "This client is suspended.");

    public static readonly AuthorizationRefusal ClientRevoked = new(
        Reasons.ClientRevoked, OAuthErrors.UnauthorizedClient, "This client is revoked.");

    public static readonly AuthorizationRefusal RedirectUriMissing = Invalid(
        Reasons.RedirectUriMissing, "The parameter redirect_uri is missing, and not exactly one is registered.");

    public static readonly AuthorizationRefusal RedirectUriMalformed = Invalid(
        Reasons.RedirectUriMalformed, "The redirect_uri is not an absolute URI without fragment.");

    public static readonly AuthorizationRefusal RedirectUriMismatch = Invalid(
        Reasons.RedirectUriMismatch, "The redirect_uri is not one that is registered for this client.");

    public static readonly AuthorizationRefusal OtherRepeated = Invalid(
        Reasons.ParameterRepeated, "A parameter was sent more than once.");

    public static readonly AuthorizationRefusal StateMalformed = Invalid(
        Reasons.StateMalformed, "The state has a character that is not printable ASCII, or is over 2000 characters.");

    public static readonly AuthorizationRefusal ResponseTypeMissing = Invalid(
        Reasons.ResponseTypeMissing, "The parameter response_type is missing.");

    public static readonly AuthorizationRefusal ResponseTypeUnsupported = new(
        Reasons.ResponseTypeUnsupported, OAuthErrors.UnsupportedResponseType, "The response_type is not a known one.");

    public static readonly AuthorizationRefusal ResponseTypeNotAllowed = new(
        Reasons.ResponseTypeNotAllowed, OAuthErrors.UnauthorizedClient,
        "The response_type or its grant is not registered for this client.");

    public static readonly AuthorizationRefusal ScopeMissing = new(
        Reasons.ScopeMissing, OAuthErrors.InvalidScope, "The parameter scope is missing.");

    public static readonly AuthorizationRefusal ScopeMalformed = new(
        Reasons.ScopeMalformed, OAuthErrors.InvalidScope,
        "The scope is not a list of scope tokens with one blank between them.");

    public static readonly AuthorizationRefusal CodeChallengeMissing = Invalid(
        Reasons.CodeChallengeMissing, "The parameter code_challenge is missing: this client must use PKCE, with S256.");

    public static readonly AuthorizationRefusal MethodWithoutChallenge = Invalid(
        Reasons.CodeChallengeMissing, "A code_challenge_method was sent without code_challenge.");

    public static readonly AuthorizationRefusal CodeChallengeMalformed = Invalid(
        Reasons.CodeChallengeMalformed, "The code_challenge is not 43 to 128 unreserved characters.");

    public static readonly AuthorizationRefusal CodeChallengeMethodUnsupported = Invalid(
        Reasons.CodeChallengeMethodUnsupported, "The code_challenge_method must be S256; left out it means plain.");

    /// <summary>The refusal of a client that may not be used.</summary>
    /// <param name="reason">What <see cref="Directory.ClientEntry.WhyUnusable"/> says.</param>
    /// <returns>Null for null.</returns>
    public static AuthorizationRefusal? OfClient(string? reason) => reason switch
    {
        null => null,
        Reasons.UnknownClient => UnknownClient,
        Reasons.WrongEnvironment => WrongEnvironment,
        Reasons.ClientSuspended => ClientSuspended,
        _ => ClientRevoked,
    };

    public static AuthorizationRefusal ScopeNotAllowed(IEnumerable<string> scopes) => new(
        Reasons.ScopeNotAllowed, OAuthErrors.InvalidScope, "Not granted to this client: " + string.Join(' ', scopes));

    private static AuthorizationRefusal Invalid(string reason, string description) =>
        new(reason, OAuthErrors.InvalidRequest, description);
}
