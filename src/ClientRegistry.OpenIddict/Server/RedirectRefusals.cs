using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Sends a refused authorization request back to the client when client and redirect URI are known good (RFC 6749
/// section 4.1.2.1). OpenIddict by itself shows every request it refuses on a page of its own, where the client that
/// asked for a scope too many never hears of it. A client that is unknown or suspended is never redirected to.
/// </summary>
internal sealed class RedirectRefusals(IOpenIddictApplicationManager applications)
    : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor =>
        ServerRule.At<ApplyAuthorizationResponseContext, RedirectRefusals>(
            Authentication.InferResponseMode.Descriptor.Order + 500);

    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.Error is null || context.Request is not { ClientId: { Length: > 0 } clientId } request) return;

        // Who could not be asked for is not waited for once more; what this request was found to be before still counts.
        if (!AnswerUnavailable.Refused(context.Transaction))
        {
            try
            {
                context.RedirectUri = await applications.FindByClientIdAsync(clientId, context.CancellationToken)
                    .ConfigureAwait(false) is RegistryApplication client
                        ? context.RedirectUri ?? KnownGoodUri(request, client)
                        : null;
            }
            catch (RegistryUnavailableException)
            {
                // As above.
            }
        }

        if (context.RedirectUri is not null && !context.Options.ResponseModes.Contains(context.ResponseMode ?? ""))
            context.ResponseMode = request.IsFragmentResponseMode() ? ResponseModes.Fragment : ResponseModes.Query;
    }

    // One that was sent twice is there, and yet no text; one without a value was not sent (RFC 6749 section 3.1).
    private static string? KnownGoodUri(OpenIddictRequest request, RegistryApplication client)
    {
        if (request.RedirectUri is { Length: > 0 } asked) return RedirectUris.Matches(asked, client) ? asked : null;
        return !RepeatedParameters.In(request).Contains(Parameters.RedirectUri) && client.RedirectUris is [var only]
            ? only
            : null;
    }
}
