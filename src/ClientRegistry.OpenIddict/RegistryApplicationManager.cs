using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

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

    public override ValueTask<bool> ValidateRedirectUriAsync(
        RegistryApplication application, string uri, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentException.ThrowIfNullOrEmpty(uri);
        if (RedirectUris.Matches(uri, application)) return new(true);

        refusals.Tell(new()
        {
            [Parameters.ClientId] = application.ClientId, [Parameters.RedirectUri] = uri,
        });
        return new(false);
    }

    // Before OpenIddict judges the entity by rules that are not the registry's.
    public override ValueTask UpdateAsync(
        RegistryApplication application, CancellationToken cancellationToken = default) =>
        throw RegistryApplicationStore.ReadOnly();
}
