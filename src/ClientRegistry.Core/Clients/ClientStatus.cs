namespace ClientRegistry.Core.Clients;

/// <summary><c>Active ⇄ Suspended</c>, and from either <c>→ Revoked</c>, which is final.</summary>
public enum ClientStatus
{
    /// <summary>Served by the lookup API.</summary>
    Active,

    /// <summary>Refused by the lookup API until somebody reinstates it.</summary>
    Suspended,

    /// <summary>Refused for ever.</summary>
    Revoked,
}
