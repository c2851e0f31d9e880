using System.Text;

namespace ClientRegistry.Testing.Smtp;

/// <summary>The AUTH dialogue (RFC 4954): PLAIN (RFC 4616) and LOGIN.</summary>
internal static class SmtpSignIn
{
    /// <summary>Reads name and password; null when the client cancelled or did not keep to the dialogue.</summary>
    /// <param name="mechanism">PLAIN or LOGIN.</param>
    /// <param name="initial">The initial response; null when the client waits to be asked.</param>
    /// <param name="ask">Sends a challenge and returns what comes back.</param>
    internal static async Task<SmtpCredentials?> ReadAsync(
        string mechanism, string? initial, Func<string, Task<string?>> ask)
    {
        if (mechanism == "PLAIN")
        {
            var parts = Decode(initial ?? await ask(""))?.Split('\0');
            return parts is [_, var user, var secret] ? new(user, secret) : null;
        }

        if (Decode(initial ?? await ask("Username:")) is not { } name)
            return null;
        return Decode(await ask("Password:")) is { } password ? new(name, password) : null;
    }

    internal static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Decode(string? text)
    {
        if (text is null or "*")
            return null;
        if (text == "=")
            return "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
