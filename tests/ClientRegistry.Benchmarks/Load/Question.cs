using System.Text;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>One question of the lookup API, as an authorization server asks it.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Path">Where it is asked.</param>
/// <param name="Good">How a good answer begins.</param>
internal sealed record Question(string Name, string Path, string Good)
{
    private const string Base = "/api/v1";

    public static Question Read { get; } = new("read", Base + "/clients/", "{\"client_id\"");

    public static Question Validate { get; } =
        new("validate", Base + "/authorization-requests/validate", "{\"valid\":true");

    public static Question Authenticate { get; } =
        new("authenticate", Base + "/client-authentication", "{\"authenticated\":true");

    /// <summary>An identifier that nobody has.</summary>
    public static Question Unknown { get; } = new("unknown", Base + "/clients/", "{\"type\"");

    public static IReadOnlyList<Question> All { get; } = [Read, Validate, Authenticate];

    /// <summary>The octets of the request.</summary>
    /// <param name="number">Which of the generated clients it is about.</param>
    /// <param name="key">The lookup key.</param>
    public byte[] Write(long number, string key)
    {
        var client = new GeneratedClient(number);
        if (this == Read) return Get(client.ClientId, key);
        if (this == Unknown) return Get($"nobody-{number:D12}", key);
        return Post(
            this == Validate
                ? $"response_type=code&client_id={client.ClientId}&redirect_uri={Uri.EscapeDataString(client.RedirectUri)}"
                    + "&scope=orders-api%20financial-api&state=af0ifjsldkj"
                    + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
                : $"authorization={Uri.EscapeDataString(client.BasicHeader)}",
            key);
    }

    private byte[] Get(string clientId, string key) =>
        Encoding.ASCII.GetBytes($"GET {Path}{clientId} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n");

    private byte[] Post(string form, string key) => Encoding.ASCII.GetBytes(
        $"POST {Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}");
}
