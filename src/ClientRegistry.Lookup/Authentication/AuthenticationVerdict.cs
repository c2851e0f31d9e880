using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup.Authentication;

/// <summary>Why a client is not authenticated.</summary>
/// <param name="Reason">Of <see cref="Reasons"/>.</param>
/// <param name="Error">Of <see cref="OAuthErrors"/>.</param>
internal sealed record AuthenticationRefusal(string Reason, string Error)
{
    internal static readonly AuthenticationRefusal ParameterRepeated =
        new(Reasons.ParameterRepeated, OAuthErrors.InvalidRequest);

    internal static readonly AuthenticationRefusal MultipleMethods =
        new(Reasons.MultipleMethods, OAuthErrors.InvalidRequest);

    internal static readonly AuthenticationRefusal ClientIdMissing =
        new(Reasons.ClientIdMissing, OAuthErrors.InvalidRequest);

    internal static readonly AuthenticationRefusal CredentialsMalformed = Client(Reasons.CredentialsMalformed);
    internal static readonly AuthenticationRefusal UnknownClient = Client(Reasons.UnknownClient);
    internal static readonly AuthenticationRefusal WrongEnvironment = Client(Reasons.WrongEnvironment);
    internal static readonly AuthenticationRefusal ClientSuspended = Client(Reasons.ClientSuspended);
    internal static readonly AuthenticationRefusal ClientRevoked = Client(Reasons.ClientRevoked);
    internal static readonly AuthenticationRefusal MethodNotRegistered = Client(Reasons.AuthMethodNotRegistered);
    internal static readonly AuthenticationRefusal SecretMissing = Client(Reasons.SecretMissing);
    internal static readonly AuthenticationRefusal SecretMismatch = Client(Reasons.SecretMismatch);
    internal static readonly AuthenticationRefusal SecretExpired = Client(Reasons.SecretExpired);

    /// <summary>The refusal of a client that may not be used.</summary>
    /// <param name="reason">What <see cref="Directory.ClientEntry.WhyUnusable"/> says.</param>
    /// <returns>Null for null.</returns>
    internal static AuthenticationRefusal? OfClient(string? reason) => reason switch
    {
        null => null,
        Reasons.UnknownClient => UnknownClient,
        Reasons.WrongEnvironment => WrongEnvironment,
        Reasons.ClientSuspended => ClientSuspended,
        _ => ClientRevoked,
    };

    private static AuthenticationRefusal Client(string reason) => new(reason, OAuthErrors.InvalidClient);
}

/// <summary>Whether a client is authenticated.</summary>
/// <param name="Refusal">Why not; null when it is.</param>
/// <param name="Secret">The secret that was good; null for a public client, or when refused.</param>
/// <param name="IsBusy">
/// True when nobody knows: too many expensive checks are waiting. Then <see cref="Refusal"/> is null and means nothing.
/// </param>
internal readonly record struct AuthenticationVerdict(
    AuthenticationRefusal? Refusal, SecretEntry? Secret, bool IsBusy = false);
