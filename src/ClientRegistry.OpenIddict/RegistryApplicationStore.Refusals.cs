using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace ClientRegistry.OpenIddict;

/// <content>What a store that only reads cannot do, nor a registry that answers for one client at a time.</content>
internal sealed partial class RegistryApplicationStore
{
    public static NotSupportedException ReadOnly() => new(
        "Clients come from the client registry and are changed there only, by a request in its portal. "
        + "Remove the code that creates, updates or deletes applications.");

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw NoList();

    public ValueTask<long> CountAsync<TResult>(
        Func<IQueryable<RegistryApplication>, IQueryable<TResult>> query, CancellationToken cancellationToken) =>
        throw NoList();

    public IAsyncEnumerable<RegistryApplication> FindByRedirectUriAsync(
        string uri, CancellationToken cancellationToken) => throw NoList();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<RegistryApplication>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken) => throw NoList();

    public IAsyncEnumerable<RegistryApplication> ListAsync(
        int? count, int? offset, CancellationToken cancellationToken) => throw NoList();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<RegistryApplication>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken) => throw NoList();

    public ValueTask CreateAsync(RegistryApplication application, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask DeleteAsync(RegistryApplication application, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask<RegistryApplication> InstantiateAsync(CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetApplicationTypeAsync(
        RegistryApplication application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientIdAsync(
        RegistryApplication application, string? identifier, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientSecretAsync(
        RegistryApplication application, string? secret, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientTypeAsync(
        RegistryApplication application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetConsentTypeAsync(
        RegistryApplication application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetDisplayNameAsync(
        RegistryApplication application, string? name, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetDisplayNamesAsync(
        RegistryApplication application,
        ImmutableDictionary<CultureInfo, string> names,
        CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetJsonWebKeySetAsync(
        RegistryApplication application, JsonWebKeySet? set, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetPermissionsAsync(
        RegistryApplication application, ImmutableArray<string> permissions, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask SetPostLogoutRedirectUrisAsync(
        RegistryApplication application, ImmutableArray<string> uris, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask SetPropertiesAsync(
        RegistryApplication application,
        ImmutableDictionary<string, JsonElement> properties,
        CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetRedirectUrisAsync(
        RegistryApplication application, ImmutableArray<string> uris, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask SetRequirementsAsync(
        RegistryApplication application, ImmutableArray<string> requirements, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask SetSettingsAsync(
        RegistryApplication application,
        ImmutableDictionary<string, string> settings,
        CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask UpdateAsync(RegistryApplication application, CancellationToken cancellationToken) =>
        throw ReadOnly();

    private static NotSupportedException NoList() => new(
        "The client registry answers for one client at a time: applications cannot be listed, counted or queried here. "
        + "Look for them in the registry's portal.");
}
