using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlerFilters;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Refuses scopes the client was not granted with <c>invalid_scope</c> (RFC 6749 section 4.1.2.1) and names them; left
/// to itself OpenIddict says <c>invalid_request</c>. <c>openid</c> and <c>offline_access</c> stay OpenIddict's to allow.
/// </summary>
internal sealed class RefuseUngrantedScopes(IOpenIddictApplicationManager applications, RefusalReport refusals)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
        IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    private const int LongestDescription = 500;

    public static OpenIddictServerHandlerDescriptor Authorization { get; } =
        Describe<ValidateAuthorizationRequestContext, RefuseUngrantedScopes>(
            Authentication.ValidateScopePermissions.Descriptor.Order - 500);

    public static OpenIddictServerHandlerDescriptor Pushed { get; } =
        Describe<ValidatePushedAuthorizationRequestContext, RefuseUngrantedScopes>(
            Authentication.ValidatePushedScopePermissions.Descriptor.Order - 500);

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (await DescribeRefusalAsync(context.Request, context.ClientId!, context.CancellationToken).ConfigureAwait(false)
            is { } description)
        {
            context.Reject(Errors.InvalidScope, description);
        }
    }

    public async ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context)
    {
        if (await DescribeRefusalAsync(context.Request, context.ClientId!, context.CancellationToken).ConfigureAwait(false)
            is { } description)
        {
            context.Reject(Errors.InvalidScope, description);
        }
    }

    private async Task<string?> DescribeRefusalAsync(OpenIddictRequest request, string clientId, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(clientId, ct).ConfigureAwait(false) is not RegistryApplication client)
            return null;

        var ungranted = request.GetScopes()
            .Where(s => s is not (Scopes.OpenId or Scopes.OfflineAccess) && !client.Scopes.Contains(s, StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (ungranted.Count == 0) return null;

        var parameters = new Dictionary<string, string> { ["client_id"] = clientId, ["scope"] = request.Scope! };
        if (request.RedirectUri is { } uri) parameters["redirect_uri"] = uri;
        if (request.ResponseType is { } type) parameters["response_type"] = type;
        await refusals.TellAsync(parameters, ct).ConfigureAwait(false);

        // Only what RFC 6749 section 4.1.2.1 lets into error_description, which is a scope's own alphabet, is repeated.
        var names = string.Join(' ', ungranted.Where(s => s.All(c => c is >= '!' and <= '~' and not ('"' or '\\'))));
        return names.Length is > 0 and <= LongestDescription
            ? $"These scopes are not granted to the client: {names}"
            : "The request asks for scopes that are not granted to the client.";
    }

    private static OpenIddictServerHandlerDescriptor Describe<TContext, THandler>(int order)
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> => OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
        .AddFilter<RequireDegradedModeDisabled>()
        .AddFilter<RequireScopePermissionsEnabled>()
        .UseScopedHandler<THandler>()
        .SetOrder(order)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();
}
