using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Refuses a request in which a parameter stands more than once (RFC 6749 sections 3.1 and 3.2), which OpenIddict
/// takes for one that was not sent. <c>resource</c> and <c>audience</c> may be repeated (RFC 8707 section 2, RFC 8693
/// section 2.1).
/// </summary>
internal sealed class RepeatedParameters :
    IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static IEnumerable<OpenIddictServerHandlerDescriptor> Descriptors =>
    [
        ServerRule.At<ValidateAuthorizationRequestContext, RepeatedParameters>(
            Authentication.ValidateRequestParameter.Descriptor.Order - 500),
        ServerRule.At<ValidatePushedAuthorizationRequestContext, RepeatedParameters>(
            Authentication.ValidatePushedRequestParameter.Descriptor.Order - 500),
        ServerRule.At<ValidateTokenRequestContext, RepeatedParameters>(Exchange.ValidateGrantType.Descriptor.Order - 500),
    ];

    /// <summary>The parameters that stand in a request more than once and must not.</summary>
    public static IEnumerable<string> In(OpenIddictRequest request) => request.GetParameters()
        .Where(p => p.Value.Count > 1 && p.Key is not (Parameters.Resource or Parameters.Audience))
        .Select(p => p.Key);

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => Check(context, context.Request);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) => Check(context, context.Request);

    public ValueTask HandleAsync(ValidateTokenRequestContext context) => Check(context, context.Request);

    // Unnamed: a parameter may be called anything.
    private static ValueTask Check(BaseValidatingContext context, OpenIddictRequest request)
    {
        if (In(request).Any())
            context.Reject(Errors.InvalidRequest, "The request holds a parameter more than once. Send each of them once.");
        return default;
    }
}
