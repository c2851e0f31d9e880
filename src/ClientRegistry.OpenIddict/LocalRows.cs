using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace ClientRegistry.OpenIddict;

/// <summary>
/// Which identifier tokens and authorizations keep for a client. Stores with foreign keys (Entity Framework) demand a
/// row in their own table of applications.
/// </summary>
internal interface ILocalRows
{
    /// <summary>The identifier of a client's row.</summary>
    ValueTask<string> IdOfAsync(string clientId, CancellationToken ct);

    /// <summary>The <c>client_id</c> of a row; null when there is none.</summary>
    ValueTask<string?> ClientIdOfAsync(string id, CancellationToken ct);
}

/// <summary>No other application store is registered: the <c>client_id</c> is the identifier.</summary>
internal sealed class NoLocalRows : ILocalRows
{
    public ValueTask<string> IdOfAsync(string clientId, CancellationToken ct) => new(clientId);

    public ValueTask<string?> ClientIdOfAsync(string id, CancellationToken ct) => new(id);
}

/// <summary>
/// Keeps one row for each client in the application store this server already has. It holds the <c>client_id</c> and
/// nothing else, and is never asked whether the client may do anything.
/// </summary>
/// <typeparam name="TLocal">That store's entity.</typeparam>
internal sealed class LocalRows<TLocal>(IServiceScopeFactory scopes) : ILocalRows
    where TLocal : class
{
    public async ValueTask<string> IdOfAsync(string clientId, CancellationToken ct) =>
        await FindAsync(clientId, ct).ConfigureAwait(false) ?? await AddAsync(clientId, ct).ConfigureAwait(false);

    public async ValueTask<string?> ClientIdOfAsync(string id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationStore<TLocal>>();
        return await store.FindByIdAsync(id, ct).ConfigureAwait(false) is { } row
            ? await store.GetClientIdAsync(row, ct).ConfigureAwait(false)
            : null;
    }

    private async Task<string?> FindAsync(string clientId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationStore<TLocal>>();
        if (await store.FindByClientIdAsync(clientId, ct).ConfigureAwait(false) is not { } row) return null;

        // The database may not mind upper and lower case; client identifiers do.
        var found = await store.GetClientIdAsync(row, ct).ConfigureAwait(false);
        return string.Equals(found, clientId, StringComparison.Ordinal)
            ? await store.GetIdAsync(row, ct).ConfigureAwait(false)
            : throw new InvalidOperationException(
                "The table of applications holds a client_id that differs only in upper and lower case. "
                + "Give its column a collation that tells them apart.");
    }

    // In a scope of its own: a failed insert must not stay in the context of the request.
    private async Task<string> AddAsync(string clientId, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var store = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationStore<TLocal>>();
            var row = await store.InstantiateAsync(ct).ConfigureAwait(false);
            await store.SetClientIdAsync(row, clientId, ct).ConfigureAwait(false);
            await store.CreateAsync(row, ct).ConfigureAwait(false);
            return await store.GetIdAsync(row, ct).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The application store gave a new row no identifier.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Somebody else was quicker: then it is there now.
            if (await FindAsync(clientId, ct).ConfigureAwait(false) is { } id) return id;
            throw;
        }
    }
}
