using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace ClientRegistry.OpenIddict;

/// <summary>OpenIddict's application manager where secrets are checked by the registry and redirect URIs by its rule.</summary>
internal sealed class RegistryApplicationManager(
    IOpenIddictApplicationCache<RegistryApplication> cache,
    ILogger<OpenIddictApplicationManager<RegistryApplication>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<RegistryApplication> store,
    SecretCheck secrets,
    RefusalReport refusals)
    : OpenIddictApplicationManager<RegistryApplication>(cache, logger, options, store)
{
    public override async ValueTask<bool> ValidateClientSecretAsync(
        RegistryApplication application, string secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return !application.IsPublic
            && await secrets.IsGoodAsync(application, secret, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<bool> ValidateRedirectUriAsync(
        RegistryApplication application, string uri, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentException.ThrowIfNullOrEmpty(uri);
        if (RedirectUris.Matches(uri, application)) return true;

        var parameters = new Dictionary<string, string>
        {
            ["client_id"] = application.ClientId, ["redirect_uri"] = uri,
        };
        await refusals.TellAsync(parameters, cancellationToken).ConfigureAwait(false);
        return false;
    }

    // Before OpenIddict judges the entity by rules that are not the registry's.
    public override ValueTask UpdateAsync(
        RegistryApplication application, CancellationToken cancellationToken = default) =>
        throw RegistryApplicationStore.ReadOnly();
}
