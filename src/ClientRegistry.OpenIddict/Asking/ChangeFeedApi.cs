namespace ClientRegistry.OpenIddict.Asking;

/// <summary>The change feed: questions that the registry holds until there is something to say.</summary>
/// <param name="http">Goes to <c>/api/v1/</c> with the lookup key; waits <see cref="LongestWait"/> longer than for another answer.</param>
internal sealed class ChangeFeedApi(HttpClient http)
{
    /// <summary>
    /// How long one question is held. The contract allows 30 seconds; but only an answer shows that the connection
    /// lives, and what is held is trusted so long.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>How many changes are on a page that is not the last one.</summary>
    public const int PageSize = 1000;

    private readonly LookupApi _api = new(http);

    /// <summary>What changed after a place in the feed.</summary>
    /// <param name="after">The place; null for the present.</param>
    /// <param name="wait">How long to wait for a change.</param>
    /// <returns>The page; null when the feed does not know the place.</returns>
    /// <exception cref="RegistryUnavailableException">The feed cannot be read.</exception>
    public Task<ChangePage?> ReadAsync(long? after, TimeSpan wait, CancellationToken ct) =>
        _api.ReadChangesAsync(after, wait, ct);
}
