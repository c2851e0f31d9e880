using ClientRegistry.Core;
using ClientRegistry.Core.Clients;

namespace ClientRegistry.Registration.Secrets;

/// <summary>What a secret may be called: 1 to <see cref="Longest"/> characters on one line, unlike the client's other live
/// secrets.</summary>
public static class SecretLabel
{
    /// <summary>The longest label, in UTF-16 units.</summary>
    public const int Longest = 100;

    private const string Field = "Label";

    /// <summary>Reads what was typed.</summary>
    /// <param name="typed">What was typed; blanks around it are not part of it.</param>
    /// <param name="client">The client with its secrets loaded.</param>
    /// <param name="besides">Public identifier of the secret that is to be called so; null for a new one.</param>
    /// <param name="now">The present.</param>
    /// <returns>The label, or <c>invalid_input</c>, <c>duplicate</c>.</returns>
    internal static Outcome<string> Read(string typed, Client client, string? besides, DateTimeOffset now)
    {
        var label = typed.Trim(' ', '\t');
        if (label.Length is 0 or > Longest || label.Any(char.IsControl))
        {
            return new RegistryError(
                ErrorCodes.Invalid,
                $"Give it a label of 1 to {Longest} characters on one line, so that you can tell it from the other.",
                Field);
        }

        return client.Secrets.Any(s => s.IsLive(now) && s.SecretId != besides && s.Label == label)
            ? new RegistryError(
                ErrorCodes.Duplicate,
                "A live secret of this client has that label already. Choose one that tells the two apart.",
                Field)
            : label;
    }
}
