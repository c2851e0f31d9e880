using Microsoft.Extensions.Logging;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Answers <c>temporarily_unavailable</c> (RFC 6749 section 4.1.2.1) when OpenIddict asks for a client of which nobody
/// can say anything; <see cref="UnavailableStatus{TContext}"/> makes it a 503. Around the whole of OpenIddict, because
/// everything in it asks for clients.
/// </summary>
internal sealed class AnswerUnavailable(OpenIddictServerDispatcher dispatcher, ILogger<AnswerUnavailable> log)
    : IOpenIddictServerDispatcher
{
    private static readonly string Mark = typeof(AnswerUnavailable).FullName!;

    /// <summary>Whether a request was refused for want of a registry.</summary>
    public static bool Refused(OpenIddictServerTransaction transaction) => transaction.Properties.ContainsKey(Mark);

    public async ValueTask DispatchAsync<TContext>(TContext context)
        where TContext : BaseContext
    {
        try
        {
            await dispatcher.DispatchAsync(context).ConfigureAwait(false);
        }
        catch (RegistryUnavailableException e) when (context is BaseValidatingContext validating)
        {
            // Anybody reads the answer: what is wrong with the registry, or with the key for it, is for the log.
            log.AnsweredUnavailable(e.Message);
            validating.Reject(
                Errors.TemporarilyUnavailable, "The client cannot be looked up at the moment. Try again in a few seconds.");
            context.Transaction.Properties[Mark] = null;
        }
    }
}
