using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ClientRegistry.OpenIddict.Asking;

/// <summary>The questions this package asks the registry. Whatever is no answer of the contract is <see cref="RegistryUnavailableException"/>.</summary>
/// <param name="http">Goes to <c>/api/v1/</c> with the lookup key, a time-out and repetition.</param>
internal sealed class LookupApi(HttpClient http)
{
    /// <summary>How many bytes of an answer are read: several times a full page of the change feed.</summary>
    public const int LargestAnswer = 4 * 1024 * 1024;

    /// <summary>Who a client is.</summary>
    /// <param name="etag">What is held already; null for nothing.</param>
    /// <param name="once">Whether to give up at the first failure.</param>
    public async Task<ClientAnswer> FindClientAsync(string clientId, string? etag, bool once, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"clients/{Uri.EscapeDataString(clientId)}");
        request.Options.Set(AskAgain.Once, once);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        var answer = await AskAsync(request, ReadClientAsync, ct).ConfigureAwait(false);
        return answer is ClientAnswer.Found found
            && !string.Equals(found.Application.ClientId, clientId, StringComparison.Ordinal)
                ? throw new RegistryUnavailableException("The client registry answered for another client.")
                : answer;
    }

    /// <summary>Presents a client's credentials in the way its registration says.</summary>
    /// <param name="once">Whether to give up at the first failure.</param>
    public async Task<AuthenticationAnswer> AuthenticateAsync(
        RegistryApplication application, string secret, bool once, CancellationToken ct)
    {
        var credentials = application.TokenEndpointAuthMethod == WireNames.ClientSecretBasic
            ? new PresentedCredentials(Basic(application.ClientId, secret), null, null)
            : new PresentedCredentials(null, application.ClientId, secret);
        using var request = Post("client-authentication", credentials, WireJson.Default.PresentedCredentials);
        request.Options.Set(AskAgain.Once, once);
        return await AskAsync(request, ReadVerdictAsync, ct).ConfigureAwait(false);

        static async Task<AuthenticationAnswer> ReadVerdictAsync(HttpResponseMessage response, CancellationToken t) =>
            await ReadAsync(response, WireJson.Default.AuthenticationAnswer, t).ConfigureAwait(false)
                with { Age = AgeOf(response) };
    }

    /// <summary>Lets the registry see an authorization request that was refused here, so that the client's owner can find it.</summary>
    public async Task<Refusal> ReportAsync(Dictionary<string, string> parameters, CancellationToken ct)
    {
        using var request = Post(
            "authorization-requests/validate", parameters, WireJson.Default.DictionaryStringString);
        request.Options.Set(AskAgain.Once, true);
        return await AskAsync(request, (r, t) => ReadAsync(r, WireJson.Default.Refusal, t), ct).ConfigureAwait(false);
    }

    /// <summary>What changed after a place in the feed, null being the present; null when the feed does not know the place.</summary>
    public async Task<ChangePage?> ReadChangesAsync(long? after, TimeSpan wait, CancellationToken ct)
    {
        var place = after is null ? "" : $"after={after}&";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"changes?{place}wait={(int)wait.TotalSeconds}");
        return await AskAsync(request, ReadPageAsync, ct).ConfigureAwait(false);

        async Task<ChangePage?> ReadPageAsync(HttpResponseMessage response, CancellationToken t)
        {
            // A registry restored from a backup has not come that far yet.
            if (after is not null && response.StatusCode == HttpStatusCode.BadRequest) return null;
            var page = await ReadAsync(response, WireJson.Default.ChangePage, t).ConfigureAwait(false);
            return page.Changes.Contains(null) ? throw Unexpected(response) : page;
        }
    }

    private async Task<T> AskAsync<T>(
        HttpRequestMessage request,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            return await read(response, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TimeoutException or IOException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new RegistryUnavailableException("The client registry gave no answer.", e);
        }
    }

    private static async Task<ClientAnswer> ReadClientAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var maxAge = response.Headers.CacheControl?.MaxAge;
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified:
                return new ClientAnswer.NotModified(maxAge) { Age = AgeOf(response) };
            case HttpStatusCode.NotFound:
                // A 404 of something between us and the registry has no code of ours, and is no word about the client.
                var code = (await ReadBodyAsync(response, WireJson.Default.Problem, ct).ConfigureAwait(false)).Code;
                return code is WireNames.UnknownClient or WireNames.ClientSuspended or WireNames.ClientRevoked
                    or WireNames.WrongEnvironment
                        ? new ClientAnswer.Refused(code) { Age = AgeOf(response) }
                        : throw Unexpected(response);
            default:
                var json = await ReadAsync(response, WireJson.Default.JsonElement, ct).ConfigureAwait(false);
                return new ClientAnswer.Found(ToApplication(json), response.Headers.ETag?.ToString(), maxAge)
                {
                    Age = AgeOf(response),
                };
        }
    }

    private static TimeSpan AgeOf(HttpResponseMessage response) => response.Headers.Age ?? TimeSpan.Zero;

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct) =>
        response.StatusCode == HttpStatusCode.OK
            ? await ReadBodyAsync(response, type, ct).ConfigureAwait(false)
            : throw Unexpected(response);

    private static async Task<T> ReadBodyAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, type, ct).ConfigureAwait(false) ?? throw Unexpected(response);
    }

    private static RegistryApplication ToApplication(JsonElement json)
    {
        var document = json.Deserialize(WireJson.Default.ClientDocument)
            ?? throw new JsonException("The client document is null.");
        return new RegistryApplication
        {
            ClientId = document.ClientId,
            ClientName = document.ClientName,
            ApplicationType = document.ApplicationType ?? WireNames.Web,
            RedirectUris = Texts(document.RedirectUris),
            GrantTypes = Texts(document.GrantTypes),
            ResponseTypes = Texts(document.ResponseTypes),
            Scopes = [.. (document.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            TokenEndpointAuthMethod = document.TokenEndpointAuthMethod ?? WireNames.ClientSecretBasic,
            RequirePkce = document.RequirePkce ?? true,
            Revision = document.Revision,
            Document = json.EnumerateObject().ToImmutableDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal),
        };
    }

    private static ImmutableArray<string> Texts(ImmutableArray<string>? list) =>
        list is not { IsDefault: false } texts ? []
        : texts.Contains(null!) ? throw new JsonException("A list in the client document holds null.")
        : texts;

    // RFC 6749 section 2.3.1: both parts are form-encoded first.
    private static string Basic(string clientId, string secret)
    {
        var pair = $"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}";
        return $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(pair))}";
    }

    private static HttpRequestMessage Post<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        },
    };

    private static RegistryUnavailableException Unexpected(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized
            ? new($"The client registry refuses {nameof(ClientRegistryOptions)}.{nameof(ClientRegistryOptions.LookupKey)}.")
            {
                IsKeyRefused = true,
            }
            : new($"The client registry answered {(int)response.StatusCode}, which is no answer to the question.");
}
