namespace ClientRegistry.Core.Clients;

/// <summary>Makes protocol identifiers: <c>{prefix}-{environment marker}-{26 lower-case base32 characters}</c>.</summary>
public static class ClientIdentifier
{
    /// <summary>The longest that the registry keeps, in characters; imported ones included.</summary>
    public const int MaximumLength = 256;

    /// <summary>A new identifier: 130 random bits, unreserved characters only.</summary>
    /// <param name="prefix">Configured; <c>cr</c> by default.</param>
    /// <param name="environment">Marked <c>s</c> for sandbox and <c>p</c> for production, so that a mix-up shows.</param>
    public static string Generate(string prefix, ClientEnvironment environment)
    {
        var marker = environment == ClientEnvironment.Production ? "p" : "s";
        return $"{prefix}-{marker}-{RandomText.Base32(26)}";
    }
}
