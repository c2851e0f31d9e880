namespace ClientRegistry.Core.Clients;

/// <summary>
/// What kind of application the client is; wire name <c>application_type</c>
/// (OpenID Connect Dynamic Client Registration 1.0 section 2).
/// </summary>
public enum ApplicationType
{
    /// <summary>Runs on a web server; wire value <c>web</c>.</summary>
    Web,

    /// <summary>Runs on its user's device (RFC 8252); wire value <c>native</c>.</summary>
    Native,
}
