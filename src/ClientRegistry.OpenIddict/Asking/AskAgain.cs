using System.Net;
using Microsoft.Extensions.Options;

namespace ClientRegistry.OpenIddict.Asking;

/// <summary>
/// Bounds each attempt in time and repeats what failed for want of a connection or of a working registry. Every
/// question only reads, so that asking twice does no harm.
/// </summary>
internal sealed class AskAgain(IOptions<ClientRegistryOptions> options, TimeProvider time) : DelegatingHandler
{
    /// <summary>Set on a question that is not to be repeated, because there is an answer to fall back on.</summary>
    public static readonly HttpRequestOptionsKey<bool> Once = new("ClientRegistry.Once");

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var retries = request.Options.TryGetValue(Once, out var once) && once ? 0 : options.Value.Retries;
        for (var attempt = 0; ; attempt++)
        {
            var isLast = attempt >= retries;
            var pause = PauseAfter(attempt);
            try
            {
                var response = await AttemptAsync(request, ct).ConfigureAwait(false);
                var asked = AskedFor(response);
                if (isLast || asked > LongestPause || !IsPassing(response.StatusCode)) return response;
                if (asked > pause) pause = asked;
                response.Dispose();
            }
            catch (Exception e) when (!isLast && e is HttpRequestException or TimeoutException)
            {
                // Once more, after the pause.
            }

            await Task.Delay(pause, time, ct).ConfigureAwait(false);
        }
    }

    // Twice the last one, and not the same for all who lost the registry in the same instant.
    private static TimeSpan PauseAfter(int attempt)
    {
        var pause = FirstPause * (1 << attempt);
        return (pause < LongestPause ? pause : LongestPause) * (0.75 + (Random.Shared.NextDouble() / 2));
    }

    // RFC 9110 section 10.2.3.
    private TimeSpan AskedFor(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            return await ReadWholeAsync(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException("The client registry did not answer in time.", e);
        }
    }

    // The body belongs to the attempt: a registry that stalls half-way is as good as gone.
    private static async Task<HttpResponseMessage> ReadWholeAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LookupApi.LargestAnswer, ct).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
