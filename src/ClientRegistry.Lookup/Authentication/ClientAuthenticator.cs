using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup.Authentication;

/// <summary>
/// Judges whether a secret belongs to a client (RFC 6749 section 2.3): the client first, then the method, then the secret.
/// Compares with all secrets of the client in constant time and without early exit, and works as long for a client that
/// does not exist.
/// </summary>
/// <remarks>
/// A secret that people may have chosen is the exception: a wrong one costs its slow hash, which nobody pays for a client
/// that does not exist, or invented identifiers could take the processor from everybody. What that tells, only a holder of
/// a lookup key can measure, and identifiers are no secret (RFC 6749 section 2.2).
/// </remarks>
/// <param name="slow">Checks the secrets that people may have chosen.</param>
/// <param name="clock">The present.</param>
internal sealed class ClientAuthenticator(SlowSecretChecks slow, TimeProvider clock)
{
    /// <summary>The longest secret that is looked at, in characters.</summary>
    private const int LongestSecret = 256;

    // What a secret is compared with when there is nothing to compare it with.
    private static readonly SecretEntry[] Decoys = [Decoy(), Decoy()];

    /// <summary>Judges.</summary>
    /// <param name="credentials">What the client sent.</param>
    /// <param name="client">The client it names; null when there is none.</param>
    /// <param name="environment">The environment of the lookup key that asks.</param>
    /// <param name="ct">Stops the waiting for an expensive check.</param>
    public ValueTask<AuthenticationVerdict> AuthenticateAsync(
        ClientCredentials credentials, ClientEntry? client, ClientEnvironment environment, CancellationToken ct = default)
    {
        var refusal = AuthenticationRefusal.OfClient(ClientEntry.WhyUnusable(client, environment))
            ?? CheckMethod(credentials, client!);
        var secret = credentials.Secret is { Length: <= LongestSecret } sent ? sent : null;

        // Always, so that the time taken does not tell a client that exists from one that does not. What was not sent, or
        // is too long, belongs to nobody, whatever is stored.
        var match = MatchFast(secret ?? "", refusal is null && secret is not null ? client!.Secrets : Decoys, clock.GetUtcNow());
        if (refusal is not null) return new(new AuthenticationVerdict(refusal, null));
        if (credentials.Secret is null)
        {
            // RFC 6749 section 3.2.1: a public client says who it is, and no more.
            return new(new AuthenticationVerdict(
                client!.TokenEndpointAuthMethod == TokenEndpointAuthMethods.None
                    ? null
                    : AuthenticationRefusal.SecretMissing,
                null));
        }

        return match is not null || secret is null || !HasSlow(client!)
            ? new(Judge(match))
            : MatchSlowAsync(secret, client!, ct);
    }

    // RFC 7591 section 2: the one method that the client has registered.
    private static AuthenticationRefusal? CheckMethod(ClientCredentials credentials, ClientEntry client)
    {
        // An id alone is how a public client comes, and a confidential one that forgot its secret.
        if (credentials.Method == TokenEndpointAuthMethods.None) return null;
        return credentials.Method == client.TokenEndpointAuthMethod ? null : AuthenticationRefusal.MethodNotRegistered;
    }

    private static SecretEntry? MatchFast(string sent, IReadOnlyList<SecretEntry> secrets, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HashOf(sent, hash);

        SecretEntry? live = null, ended = null;
        for (var i = 0; i < secrets.Count; i++)
        {
            var secret = secrets[i];
            if (!secret.HasFastHash(hash)) continue;
            if (secret.IsLive(now)) live = secret;
            else ended = secret;
        }

        return live ?? ended;
    }

    private static void HashOf(string sent, Span<byte> hash)
    {
        Span<byte> octets = stackalloc byte[LongestSecret * 3];
        var length = Encoding.UTF8.GetBytes(sent, octets);
        SHA256.HashData(octets[..length], hash);
        CryptographicOperations.ZeroMemory(octets[..length]);
    }

    private AuthenticationVerdict Judge(SecretEntry? match)
    {
        if (match is null) return new AuthenticationVerdict(AuthenticationRefusal.SecretMismatch, null);
        return match.IsLive(clock.GetUtcNow())
            ? new AuthenticationVerdict(null, match)
            : new AuthenticationVerdict(AuthenticationRefusal.SecretExpired, null);
    }

    private static bool HasSlow(ClientEntry client)
    {
        for (var i = 0; i < client.Secrets.Count; i++)
            if (client.Secrets[i].SlowHash is not null) return true;
        return false;
    }

    private async ValueTask<AuthenticationVerdict> MatchSlowAsync(string sent, ClientEntry client, CancellationToken ct)
    {
        SecretEntry? live = null, ended = null;
        foreach (var secret in client.Secrets)
        {
            if (secret.SlowHash is null) continue;
            if (await slow.MatchesAsync(sent, secret, client.RowId, ct) is not { } matches)
                return new AuthenticationVerdict(null, null, IsBusy: true);
            if (!matches) continue;
            if (secret.IsLive(clock.GetUtcNow())) live = secret;
            else ended = secret;
        }

        return Judge(live ?? ended);
    }

    private static SecretEntry Decoy() => new(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), lastUse: null)
    {
        RowId = Guid.Empty,
        SecretId = "",
    };
}
