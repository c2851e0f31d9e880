namespace ClientRegistry.Core.Clients;

/// <summary>Where a client lives. A client of one environment is unknown to the other.</summary>
public enum ClientEnvironment
{
    /// <summary>For trying things out; loopback redirect URIs are allowed for web applications.</summary>
    Sandbox,

    /// <summary>For real users.</summary>
    Production,
}
