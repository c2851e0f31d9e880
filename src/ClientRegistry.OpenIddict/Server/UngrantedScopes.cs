using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Refuses scopes the client was not granted with <c>invalid_scope</c> (RFC 6749 sections 4.1.2.1 and 5.2) and names
/// them; left to itself OpenIddict says <c>invalid_request</c>. <c>openid</c> and <c>offline_access</c> stay
/// OpenIddict's to allow.
/// </summary>
internal sealed class UngrantedScopes(IOpenIddictApplicationManager applications, RefusalReport refusals) :
    IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    private const int LongestDescription = 500;

    public static IEnumerable<OpenIddictServerHandlerDescriptor> Descriptors =>
    [
        ServerRule.At<ValidateAuthorizationRequestContext, UngrantedScopes>(
            Authentication.ValidateScopePermissions.Descriptor.Order - 500),
        ServerRule.At<ValidatePushedAuthorizationRequestContext, UngrantedScopes>(
            Authentication.ValidatePushedScopePermissions.Descriptor.Order - 500),
        ServerRule.At<ValidateTokenRequestContext, UngrantedScopes>(
            Exchange.ValidateScopePermissions.Descriptor.Order - 500),
    ];

    /// <summary>Whether a client may have a scope.</summary>
    public static bool IsGranted(string scope, RegistryApplication client) =>
        scope is Scopes.OpenId or Scopes.OfflineAccess || client.Scopes.Contains(scope, StringComparer.Ordinal);

    public async ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (await RefusesAsync(context, context.Request, context.ClientId).ConfigureAwait(false)) Report(context.Request);
    }

    public async ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context)
    {
        if (await RefusesAsync(context, context.Request, context.ClientId).ConfigureAwait(false)) Report(context.Request);
    }

    public async ValueTask HandleAsync(ValidateTokenRequestContext context) =>
        await RefusesAsync(context, context.Request, context.ClientId).ConfigureAwait(false);

    private async Task<bool> RefusesAsync(BaseValidatingContext context, OpenIddictRequest request, string? clientId)
    {
        var asked = request.GetScopes();
        if (context.Options.IgnoreScopePermissions || asked.IsEmpty || string.IsNullOrEmpty(clientId)) return false;
        if (await applications.FindByClientIdAsync(clientId, context.CancellationToken).ConfigureAwait(false)
            is not RegistryApplication client)
        {
            return false;
        }

        var ungranted = asked.Where(s => !IsGranted(s, client)).Distinct(StringComparer.Ordinal).ToList();
        if (ungranted.Count == 0) return false;
        context.Reject(Errors.InvalidScope, Describe(ungranted));
        return true;
    }

    private void Report(OpenIddictRequest request)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var name in (string[])[
            Parameters.ClientId, Parameters.Scope, Parameters.RedirectUri, Parameters.ResponseType])
        {
            if ((string?)request.GetParameter(name) is { Length: > 0 } value) parameters[name] = value;
        }

        refusals.Tell(parameters);
    }

    // Only what RFC 6749 section 4.1.2.1 lets into error_description, which is a scope's own alphabet, is repeated.
    private static string Describe(List<string> ungranted)
    {
        var names = string.Join(' ', ungranted.Where(s => s.All(c => c is >= '!' and <= '~' and not ('"' or '\\'))));
        return names.Length is > 0 and <= LongestDescription
            ? $"These scopes are not granted to the client: {names}"
            : "The request asks for scopes that are not granted to the client.";
    }
}
