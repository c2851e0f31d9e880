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
        return await GetAsync(new Uri(address));
    }

    /// <summary>Sends the user there with a query of any kind; a placeholder stands for each of its own values.</summary>
    /// <param name="query">Where <c>{client_id}</c>, <c>{redirect_uri}</c> and <c>{challenge}</c> are put in.</param>
    public async Task<AuthorizationOutcome> AuthorizeByAsync(string query)
    {
        var filled = query
            .Replace("{client_id}", credentials.ClientId, StringComparison.Ordinal)
            .Replace("{redirect_uri}", Uri.EscapeDataString(credentials.RedirectUri), StringComparison.Ordinal)
            .Replace("{challenge}", Challenge, StringComparison.Ordinal);
        return await GetAsync(new Uri(server, $"authorize?{filled}"));
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
    public Task<TokenResponse> RefreshAsync(string refreshToken, string? secret = null, string? scope = null) =>
        _http.RequestRefreshTokenAsync(
            new RefreshTokenRequest
            {
                Address = "token",
                ClientId = credentials.ClientId,
                ClientSecret = secret ?? credentials.ClientSecret,
                ClientCredentialStyle = Style,
                RefreshToken = refreshToken,
                Scope = scope,
            },
            TestContext.Current.CancellationToken);

    /// <summary>Sends a form as it is.</summary>
    public Task<HttpResponseMessage> PostAsync(string endpoint, params IEnumerable<KeyValuePair<string, string>> form)
    {
        var content = new FormUrlEncodedContent(form);
        return _http.PostAsync(new Uri(endpoint, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<AuthorizationOutcome> GetAsync(Uri address)
    {
        using var response = await _http.GetAsync(address, TestContext.Current.CancellationToken);
        var location = response.Headers.Location;
        return new AuthorizationOutcome(
            response.StatusCode,
            location,
            location is null ? null : new AuthorizeResponse(location.AbsoluteUri),
            response.Headers.RetryAfter?.Delta,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private ClientCredentialStyle Style => credentials.ClientSecret is null
        ? ClientCredentialStyle.PostBody
        : ClientCredentialStyle.AuthorizationHeader;
}

/// <summary>What an authorization request came to.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Location">Where the user is sent; null when nowhere.</param>
/// <param name="Response">What the client reads there.</param>
/// <param name="RetryAfter">When to come again; null when it does not say.</param>
/// <param name="Body">What the user sees when sent nowhere.</param>
internal sealed record AuthorizationOutcome(
    HttpStatusCode Status, Uri? Location, AuthorizeResponse? Response, TimeSpan? RetryAfter, string Body);
