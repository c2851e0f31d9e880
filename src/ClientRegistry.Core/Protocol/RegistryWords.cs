using ClientRegistry.Core.Clients;

namespace ClientRegistry.Core.Protocol;

/// <summary>Words on the wire that are the registry's own: what a file or an answer calls an environment and a status.</summary>
public static class RegistryWords
{
    private static readonly Dictionary<string, ClientEnvironment> Environments =
        Enum.GetValues<ClientEnvironment>().ToDictionary(Of);

    private static readonly Dictionary<string, ClientStatus> Statuses = Enum.GetValues<ClientStatus>().ToDictionary(Of);

    /// <summary>Every environment, in words.</summary>
    public static IReadOnlyCollection<string> AllEnvironments => Environments.Keys;

    /// <summary><c>sandbox</c> or <c>production</c>.</summary>
    /// <param name="environment">Which.</param>
    public static string Of(ClientEnvironment environment) =>
        environment == ClientEnvironment.Production ? "production" : "sandbox";

    /// <summary><c>active</c>, <c>suspended</c> or <c>revoked</c>.</summary>
    /// <param name="status">Which.</param>
    public static string Of(ClientStatus status) => status switch
    {
        ClientStatus.Active => "active",
        ClientStatus.Suspended => "suspended",
        _ => "revoked",
    };

    /// <summary>Reads an environment.</summary>
    /// <param name="word">The word, to the character.</param>
    /// <param name="environment">Which it is.</param>
    /// <returns>False for any other word.</returns>
    public static bool TryRead(string word, out ClientEnvironment environment) =>
        Environments.TryGetValue(word, out environment);

    /// <summary>Reads a status.</summary>
    /// <param name="word">The word, to the character.</param>
    /// <param name="status">Which it is.</param>
    /// <returns>False for any other word.</returns>
    public static bool TryRead(string word, out ClientStatus status) => Statuses.TryGetValue(word, out status);
}
