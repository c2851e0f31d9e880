using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>An application of a partner: goes through the authorization-code flow with PKCE by a library of its own choice.</summary>
internal sealed class OAuthClient(Uri server, MailedCredentials credentials) : IDisposable
{
    public const string State = "af0ifjsldkj";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        BaseAddress = server,
    };

    private readonly string _verifier = CryptoRandom.CreateUniqueId(32);

    private string Challenge =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)));

    /// <summary>Sends the user to the authorization endpoint and looks at what comes back.</summary>
    public async Task<AuthorizationOutcome> AuthorizeAsync(
        string scope = "orders-api offline_access", string? redirectUri = null, bool withChallenge = true)
    {
        var address = new RequestUrl(new Uri(server, "authorize").AbsoluteUri).CreateAuthorizeUrl(
            credentials.ClientId,
            OidcConstants.ResponseTypes.Code,
            scope: scope,
            redirectUri: redirectUri ?? credentials.RedirectUri,
            state: State,
            codeChallenge: withChallenge ? Challenge : null,
            codeChallengeMethod: withChallenge ? OidcConstants.CodeChallengeMethods.Sha256 : null);
        using var response = await _http.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        var location = response.Headers.Location;
        return new AuthorizationOutcome(
            response.StatusCode, location, location is null ? null : new AuthorizeResponse(location.AbsoluteUri));
    }

    /// <summary>A code, by a request that has to succeed.</summary>
    public async Task<string> GetCodeAsync(string? redirectUri = null)
    {
        var outcome = await AuthorizeAsync(redirectUri: redirectUri);
        Assert.NotNull(outcome.Response);
        Assert.Equal((null, State), (outcome.Response.Error, outcome.Response.State));
        Assert.NotNull(outcome.Response.Code);
        return outcome.Response.Code;
    }

    /// <summary>Exchanges a code.</summary>
    public Task<TokenResponse> ExchangeAsync(string code, string? secret = null, string? redirectUri = null) =>
        _http.RequestAuthorizationCodeTokenAsync(
            new AuthorizationCodeTokenRequest
            {
                Address = "token",
                ClientId = credentials.ClientId,
                ClientSecret = secret ?? credentials.ClientSecret,
                ClientCredentialStyle = Style,
                Code = code,
                RedirectUri = redirectUri ?? credentials.RedirectUri,
                CodeVerifier = _verifier,
            },
            TestContext.Current.CancellationToken);

    /// <summary>Renews a token.</summary>
    public Task<TokenResponse> RefreshAsync(string refreshToken, string? secret = null) =>
        _http.RequestRefreshTokenAsync(
            new RefreshTokenRequest
            {
                Address = "token",
                ClientId = credentials.ClientId,
                ClientSecret = secret ?? credentials.ClientSecret,
                ClientCredentialStyle = Style,
                RefreshToken = refreshToken,
            },
            TestContext.Current.CancellationToken);

    public void Dispose() => _http.Dispose();

    private ClientCredentialStyle Style => credentials.ClientSecret is null
        ? ClientCredentialStyle.PostBody
        : ClientCredentialStyle.AuthorizationHeader;
}

/// <summary>What an authorization request came to.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Location">Where the user is sent; null when nowhere.</param>
/// <param name="Response">What the client reads there.</param>
internal sealed record AuthorizationOutcome(HttpStatusCode Status, Uri? Location, AuthorizeResponse? Response);
