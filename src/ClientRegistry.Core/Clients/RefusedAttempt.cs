namespace ClientRegistry.Core.Clients;

/// <summary>Which question was refused.</summary>
public enum AttemptKind
{
    /// <summary>Whether an authorization request may go on.</summary>
    AuthorizationRequest,

    /// <summary>Whether a secret belongs to a client.</summary>
    ClientAuthentication,
}

/// <summary>
/// A request in a client's name that the lookup API refused, kept for a while so that the client's owner can see why.
/// Holds what was asked, cut to a bound, and never a secret.
/// </summary>
public sealed class RefusedAttempt
{
    /// <summary>The longest redirect URI that is kept whole, in characters.</summary>
    public const int LongestRedirectUri = 2000;

    /// <summary>The longest scope and explanation kept whole, in characters.</summary>
    public const int LongestText = 1000;

    /// <summary>Row key; made when it is noted.</summary>
    public Guid Id { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Which question.</summary>
    public AttemptKind Kind { get; init; }

    /// <summary>The client's row; null when there is no such client.</summary>
    public Guid? ClientRowId { get; init; }

    /// <summary>The <c>client_id</c> that was sent; null when none was.</summary>
    public string? ClientId { get; init; }

    /// <summary>The environment of the lookup key that asked.</summary>
    public ClientEnvironment Environment { get; init; }

    /// <summary>Why; a reason of the lookup API's tables.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The short identifier in the answer by which it is found.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The <c>redirect_uri</c> that was sent; null when none was or it does not matter here.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The registered redirect URI that is nearest to it; null when there is none or it does not matter here.</summary>
    public string? NearestRedirectUri { get; init; }

    /// <summary>The exact difference between the two, as a sentence.</summary>
    public string? Difference { get; init; }

    /// <summary>The <c>scope</c> that was sent; null when none was or it does not matter here.</summary>
    public string? Scope { get; init; }
}
