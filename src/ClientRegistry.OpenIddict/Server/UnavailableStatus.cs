using System.Globalization;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Makes 503 with <c>Retry-After</c> of what <see cref="AnswerUnavailable"/> refused and OpenIddict sends as 400, before
/// an error page of the server's own looks at the status. An answer that goes back to the client stays a redirection.
/// </summary>
internal sealed class UnavailableStatus<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public static OpenIddictServerHandlerDescriptor Descriptor =>
        OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .UseSingletonHandler<UnavailableStatus<TContext>>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.AttachHttpResponseCode<TContext>.Descriptor.Order + 500)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

    public ValueTask HandleAsync(TContext context)
    {
        if (!AnswerUnavailable.Refused(context.Transaction)
            || context is ApplyAuthorizationResponseContext { RedirectUri: not null }
            || context.Transaction.GetHttpRequest()?.HttpContext.Response is not { } response)
        {
            return default;
        }

        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return default;
    }
}
