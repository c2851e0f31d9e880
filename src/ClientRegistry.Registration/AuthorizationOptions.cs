using ClientRegistry.Core.Clients;

namespace ClientRegistry.Registration;

/// <summary>The authorization servers' addresses, for the "use it" panel and mails; section <c>Authorization</c>.</summary>
public sealed class AuthorizationOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Authorization";

    /// <summary>The addresses in each environment; one that is not configured is not shown.</summary>
    public Dictionary<ClientEnvironment, AuthorizationEndpoints> Environments { get; } = [];

    /// <summary>The addresses in an environment; empty when none are configured.</summary>
    /// <param name="environment">Which one.</param>
    public AuthorizationEndpoints For(ClientEnvironment environment) =>
        Environments.TryGetValue(environment, out var endpoints) ? endpoints : new AuthorizationEndpoints();
}

/// <summary>Where the authorization server of an environment listens (RFC 6749 section 3).</summary>
public sealed class AuthorizationEndpoints
{
    /// <summary>Where the user's browser is sent; null when not configured.</summary>
    public Uri? AuthorizationEndpoint { get; set; }

    /// <summary>Where the client exchanges codes for tokens; null when not configured.</summary>
    public Uri? TokenEndpoint { get; set; }
}
