using System.Globalization;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Answers 503 and <c>temporarily_unavailable</c> (RFC 6749 section 4.1.2.1) when OpenIddict asks for a client of which
/// nobody can say anything. Around the whole of OpenIddict, because everything in it asks for clients.
/// </summary>
internal sealed class AnswerUnavailable(OpenIddictServerDispatcher dispatcher) : IOpenIddictServerDispatcher
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async ValueTask DispatchAsync<TContext>(TContext context)
        where TContext : BaseContext
    {
        try
        {
            await dispatcher.DispatchAsync(context).ConfigureAwait(false);
        }
        catch (RegistryUnavailableException e) when (context is BaseValidatingContext validating)
        {
            validating.Reject(Errors.TemporarilyUnavailable, e.Message);
            if (context.Transaction.GetHttpRequest() is { } request) SendAs503(request.HttpContext.Response);
        }
    }

    // OpenIddict sends what it refuses as 400. An answer that goes back to the client stays a redirection.
    private static void SendAs503(HttpResponse response) => response.OnStarting(() =>
    {
        if (response.StatusCode != StatusCodes.Status400BadRequest) return Task.CompletedTask;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });
}
