using OpenIddict.Abstractions;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// OpenIddict's entity cache for one scope, which is one request. OpenIddict looks a client up a dozen times in a
/// request and takes it for a fault when it is gone half-way: for a second after an answer it sees the same client. A
/// scope that lives longer sees changes all the same.
/// </summary>
internal sealed class CacheOfScope(IOpenIddictApplicationStore<RegistryApplication> store, TimeProvider time)
    : IOpenIddictApplicationCache<RegistryApplication>
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private RegistryApplication? _last;
    private long _foundAt;

    public ValueTask AddAsync(RegistryApplication application, CancellationToken cancellationToken) =>
        throw RegistryApplicationStore.ReadOnly();

    public async ValueTask<RegistryApplication?> FindByClientIdAsync(
        string identifier, CancellationToken cancellationToken)
    {
        if (string.Equals(_last?.ClientId, identifier, StringComparison.Ordinal)
            && time.GetElapsedTime(_foundAt) < Remembered)
        {
            return _last;
        }

        var found = await store.FindByClientIdAsync(identifier, cancellationToken).ConfigureAwait(false);
        (_last, _foundAt) = (found, time.GetTimestamp());
        return found;
    }

    public ValueTask<RegistryApplication?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        store.FindByIdAsync(identifier, cancellationToken);

    public IAsyncEnumerable<RegistryApplication> FindByPostLogoutRedirectUriAsync(
        string uri, CancellationToken cancellationToken) =>
        store.FindByPostLogoutRedirectUriAsync(uri, cancellationToken);

    public IAsyncEnumerable<RegistryApplication> FindByRedirectUriAsync(
        string uri, CancellationToken cancellationToken) =>
        store.FindByRedirectUriAsync(uri, cancellationToken);

    public ValueTask RemoveAsync(RegistryApplication application, CancellationToken cancellationToken)
    {
        _last = null;
        return default;
    }
}
