namespace ClientRegistry.Lookup.Authorization;

/// <summary>Why an authorization request may not go on.</summary>
/// <param name="Reason">Of <see cref="Reasons"/>.</param>
/// <param name="Error">Of <see cref="Core.Protocol.OAuthErrors"/>.</param>
/// <param name="Description">
/// For the client's developer: printable ASCII without quote and backslash (RFC 6749 section 4.1.2.1), and nothing that
/// was sent but scope tokens, whose alphabet is the same.
/// </param>
internal sealed record AuthorizationRefusal(string Reason, string Error, string Description);

/// <summary>Whether an authorization request may go on.</summary>
/// <param name="Refusal">Why not; null when it may.</param>
/// <param name="RedirectUri">
/// Where the answer, or the error, may be sent; null as long as client, status and redirect URI are not known good
/// (RFC 6749 section 4.1.2.1).
/// </param>
/// <param name="RegisteredIndex">Which registered redirect URI that is; <see cref="RedirectUriMatcher.None"/> for none.</param>
/// <param name="State">What to return to the client with it; null when nothing was sent that could be.</param>
internal readonly record struct AuthorizationVerdict(
    AuthorizationRefusal? Refusal, string? RedirectUri, int RegisteredIndex, string? State)
{
    /// <summary>Whether the error may be sent to <see cref="RedirectUri"/>.</summary>
    public bool IsRedirectable => RedirectUri is not null;
}
