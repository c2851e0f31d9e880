using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace ClientRegistry.OpenIddict.Server;

/// <summary>
/// Before codes and tokens are made, looks at the client as it is by now: users take minutes to sign in and refresh
/// tokens live for months. A client that may no longer be used gets none, and scopes that were withdrawn are left out
/// (RFC 6749 section 6: what is issued may be less than what was granted, never more than the client may have).
/// </summary>
internal sealed class GrantAsItIsNow(
    IOpenIddictApplicationManager applications, IOpenIddictApplicationCache<RegistryApplication> found)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor =>
        ServerRule.At<ProcessSignInContext, GrantAsItIsNow>(ValidateSignInDemand.Descriptor.Order + 500);

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (string.IsNullOrEmpty(context.ClientId)) return;

        // Each endpoint has words of its own (RFC 6749 sections 4.1.2.1 and 5.2).
        var (noClient, noScope) = context.EndpointType is OpenIddictServerEndpointType.Authorization
            ? (Errors.UnauthorizedClient, Errors.InvalidScope)
            : (Errors.InvalidClient, Errors.InvalidGrant);
        if (await FindAnewAsync(context.ClientId, context.CancellationToken).ConfigureAwait(false) is not { } client)
        {
            context.Reject(noClient, "The client may no longer be used.");
            return;
        }

        if (context.Options.IgnoreScopePermissions || context.Principal is not { } principal) return;
        var scopes = principal.GetScopes();
        var kept = scopes.RemoveAll(s => !UngrantedScopes.IsGranted(s, client));
        if (kept.Length == scopes.Length) return;
        if (kept.All(s => s is Scopes.OfflineAccess))
            context.Reject(noScope, "The client is no longer granted any of the scopes. Ask for authorization again.");
        else principal.SetScopes(kept);
    }

    private async Task<RegistryApplication?> FindAnewAsync(string clientId, CancellationToken ct)
    {
        if (await FindAsync(clientId, ct).ConfigureAwait(false) is not { } before) return null;
        await found.RemoveAsync(before, ct).ConfigureAwait(false);
        return await FindAsync(clientId, ct).ConfigureAwait(false);
    }

    private async Task<RegistryApplication?> FindAsync(string clientId, CancellationToken ct) =>
        await applications.FindByClientIdAsync(clientId, ct).ConfigureAwait(false) as RegistryApplication;
}
