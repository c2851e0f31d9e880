namespace ClientRegistry.Core.Clients;

/// <summary>What the redirect-URI rules need to know about the client beside its redirect URIs.</summary>
/// <param name="ApplicationType">What kind of application it is: decides which schemes and hosts may stand.</param>
/// <param name="Environment">Where it lives: <see cref="ClientEnvironment.Sandbox"/> lets web applications use loopback.</param>
public sealed record RedirectUriContext(ApplicationType ApplicationType, ClientEnvironment Environment)
{
    /// <summary>
    /// The hosts of the live redirect URIs of this partner's clients, compared ignoring case (RFC 3986 section 3.2.2). For
    /// a change, its own client is one of them: what was approved once is not new.
    /// Empty by default, and empty means that nothing is known: a partner's first client gets no warning that its host is
    /// new, since every host would be.
    /// </summary>
    public IReadOnlyCollection<string> KnownHosts { get; init; } = [];

    /// <summary>Wire name <c>client_uri</c> (RFC 7591 section 2); null when there is none. Only its host is read.</summary>
    public string? ClientUri { get; init; }

    /// <summary>Wire name <c>logo_uri</c> (RFC 7591 section 2); null when there is none. Only its host is read.</summary>
    public string? LogoUri { get; init; }

    /// <summary>Wire name <c>policy_uri</c> (RFC 7591 section 2); null when there is none. Only its host is read.</summary>
    public string? PolicyUri { get; init; }

    /// <summary>Wire name <c>tos_uri</c> (RFC 7591 section 2); null when there is none. Only its host is read.</summary>
    public string? TosUri { get; init; }
}
