using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Http;

namespace ClientRegistry.Lookup.Authorization;

/// <summary>
/// The parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3) as they were sent; null
/// for one that was left out or has no value.
/// </summary>
internal sealed record AuthorizationRequest
{
    internal static readonly string[] Names =
    [
        OAuthParameters.ClientId, OAuthParameters.RedirectUri, OAuthParameters.ResponseType, OAuthParameters.Scope,
        OAuthParameters.State, OAuthParameters.CodeChallenge, OAuthParameters.CodeChallengeMethod,
    ];

    /// <summary>Who asks.</summary>
    public string? ClientId { get; init; }

    /// <summary>Where the answer shall go.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>What shall come back.</summary>
    public string? ResponseType { get; init; }

    /// <summary>What for.</summary>
    public string? Scope { get; init; }

    /// <summary>What the client wants back unchanged.</summary>
    public string? State { get; init; }

    /// <summary>RFC 7636 section 4.2.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>RFC 7636 section 4.3; absent means <c>plain</c>.</summary>
    public string? CodeChallengeMethod { get; init; }

    /// <summary>Whether <c>client_id</c> or <c>redirect_uri</c> was sent twice.</summary>
    public bool RepeatsTarget { get; init; }

    /// <summary>Whether any other of the named parameters was.</summary>
    public bool RepeatsOther { get; init; }

    /// <summary>Whether <c>state</c> was: then nobody knows which one to return.</summary>
    public bool RepeatsState { get; init; }

    internal static AuthorizationRequest Of(WireParameters sent) => new()
    {
        ClientId = sent[0],
        RedirectUri = sent[1],
        ResponseType = sent[2],
        Scope = sent[3],
        State = sent[4],
        CodeChallenge = sent[5],
        CodeChallengeMethod = sent[6],
        RepeatsTarget = sent.IsRepeated(0) || sent.IsRepeated(1),
        RepeatsOther = sent.IsRepeated(2) || sent.IsRepeated(3) || sent.IsRepeated(4) || sent.IsRepeated(5)
            || sent.IsRepeated(6),
        RepeatsState = sent.IsRepeated(4),
    };
}
