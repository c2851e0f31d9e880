using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>A client made up from its number, the same in every run; all have documents of the same length.</summary>
/// <param name="Number">From 0.</param>
internal readonly record struct GeneratedClient(long Number)
{
    private static readonly string[] GrantTypes = ["authorization_code", "refresh_token"];

    private string Digits => Number.ToString("D9", CultureInfo.InvariantCulture);

    /// <summary>Its identifier.</summary>
    public string ClientId => $"bench-p-{Digits}";

    /// <summary>The redirect URI it asks for, one of its two.</summary>
    public string RedirectUri => $"https://app-{Digits}.bench.example/oauth/callback";

    /// <summary>Its secret in clear.</summary>
    public string Secret => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ClientId)));

    /// <summary>The header with which it comes to the token endpoint.</summary>
    public string BasicHeader => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{Secret}"));

    /// <summary>Writes clients as <c>clients import</c> reads them, one a line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many.</param>
    public static void WriteFile(string path, int count)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        for (var number = 0; number < count; number++) file.WriteLine(new GeneratedClient(number).ToImport());
    }

    private string ToImport() => JsonSerializer.Serialize(new
    {
        client_id = ClientId,
        client_name = $"Benchmark {Digits}",
        redirect_uris = new[] { $"https://app-{Digits}.bench.example/signed-in", RedirectUri },
        grant_types = GrantTypes,
        scope = "orders-api financial-api",
        token_endpoint_auth_method = "client_secret_basic",
        client_secret_hash = "sha256:" + Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Secret))),
        contacts = new[] { $"team-{Digits}@bench.example" },
    });
}
