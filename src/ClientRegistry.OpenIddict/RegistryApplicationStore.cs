using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ClientRegistry.OpenIddict.Caching;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ClientRegistry.OpenIddict;

/// <summary>The registry as OpenIddict's application store. It reads one client at a time and changes none.</summary>
internal sealed partial class RegistryApplicationStore(ClientDirectory directory, ILocalRows rows)
    : IOpenIddictApplicationStore<RegistryApplication>
{
    public ValueTask<RegistryApplication?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) =>
        directory.FindAsync(identifier, cancellationToken);

    public async ValueTask<RegistryApplication?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        await rows.ClientIdOfAsync(identifier, cancellationToken).ConfigureAwait(false) is { } clientId
            ? await directory.FindAsync(clientId, cancellationToken).ConfigureAwait(false)
            : null;

    // The registry keeps no post-logout redirect URIs: none ever matches.
    public IAsyncEnumerable<RegistryApplication> FindByPostLogoutRedirectUriAsync(
        string uri, CancellationToken cancellationToken) => AsyncEnumerable.Empty<RegistryApplication>();

    public ValueTask<string?> GetApplicationTypeAsync(
        RegistryApplication application, CancellationToken cancellationToken) =>
        new(application.ApplicationType == WireNames.Native ? ApplicationTypes.Native : ApplicationTypes.Web);

    public ValueTask<string?> GetClientIdAsync(RegistryApplication application, CancellationToken cancellationToken) =>
        new(application.ClientId);

    // Hashes never leave the registry: RegistryApplicationManager asks it.
    public ValueTask<string?> GetClientSecretAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new((string?)null);

    public ValueTask<string?> GetClientTypeAsync(
        RegistryApplication application, CancellationToken cancellationToken) =>
        new(application.IsPublic ? ClientTypes.Public : ClientTypes.Confidential);

    public ValueTask<string?> GetConsentTypeAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new(ConsentTypes.Explicit);

    public ValueTask<string?> GetDisplayNameAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new(application.ClientName);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(
        RegistryApplication application, CancellationToken cancellationToken) =>
        new(ImmutableDictionary<CultureInfo, string>.Empty);

    public async ValueTask<string?> GetIdAsync(RegistryApplication application, CancellationToken cancellationToken) =>
        await rows.IdOfAsync(application.ClientId, cancellationToken).ConfigureAwait(false);

    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new((JsonWebKeySet?)null);

    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new(application.Permissions);

    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new(ImmutableArray<string>.Empty);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new(application.Document);

    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(
        RegistryApplication application, CancellationToken cancellationToken) => new(application.RedirectUris);

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(
        RegistryApplication application, CancellationToken cancellationToken) =>
        new(GrantedPermissions.RequirementsOf(application));

    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(
        RegistryApplication application, CancellationToken cancellationToken) =>
        new(ImmutableDictionary<string, string>.Empty);
}
