using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Authorization;
using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Benchmarks.Micro;

/// <summary>A client and a request that fit each other.</summary>
internal static class Sample
{
    public const string ClientId = "bench-p-000000001";
    public const string Secret = "kf0GZ3pN1sV7qYw2RtB6uXe9Lh4Jd8Mc5Ao_TiEzWQ";
    public const string RedirectUri = "https://shop.example.com/oauth/callback";
    public const string LoopbackUri = "http://127.0.0.1/callback";

    /// <summary>Ten redirect URIs; the one that is asked for is the last but one.</summary>
    public static RegisteredRedirectUris RedirectUris { get; } = new(
        JsonSerializer.SerializeToUtf8Bytes(
            Enumerable.Range(1, 8).Select(n => $"https://shop.example.com/oauth/callback/{n}").Append(RedirectUri).Append(LoopbackUri)),
        0,
        new DateTimeOffset?[10]);

    public static AuthorizationRequest Request { get; } = new()
    {
        ClientId = ClientId,
        RedirectUri = RedirectUri,
        ResponseType = "code",
        Scope = "orders-api financial-api",
        State = "af0ifjsldkj",
        CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        CodeChallengeMethod = "S256",
    };

    /// <summary>With two live secrets, as during rotation.</summary>
    public static ClientEntry Client { get; } = new()
    {
        RowId = Guid.NewGuid(),
        ClientId = ClientId,
        Environment = ClientEnvironment.Production,
        Status = ClientStatus.Active,
        Revision = 1,
        ApplicationType = ApplicationType.Web,
        RedirectUris = RedirectUris,
        GrantTypes = ["authorization_code", "refresh_token"],
        ResponseTypes = ["code"],
        Scopes = ["orders-api", "financial-api"],
        TokenEndpointAuthMethod = "client_secret_post",
        RequirePkce = true,
        Secrets = [NewSecret("another one"), NewSecret(Secret)],
        Document = ReadOnlyMemory<byte>.Empty,
        ETag = "\"1\"",
        LoadedAt = 0,
    };

    private static SecretEntry NewSecret(string plain) => new(SHA256.HashData(Encoding.UTF8.GetBytes(plain)), lastUse: null)
    {
        RowId = Guid.NewGuid(),
        SecretId = "id",
    };
}
