using Xunit;

namespace ClientRegistry.Testing;

/// <summary>Asks again until it is so, for a bounded time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until something is so.</summary>
    /// <param name="isTrue">Asks whether it is.</param>
    /// <param name="atMost">How long to wait; null for 30 seconds.</param>
    /// <returns>
    /// How long after the call the last question was asked to which it was not so; zero when it was so at once. However
    /// long the answers take on a busy machine, whatever was asked later than that was so.
    /// </returns>
    /// <exception cref="TimeoutException">It did not become so.</exception>
    public static async Task<TimeSpan> IsTrueAsync(Func<Task<bool>> isTrue, TimeSpan? atMost = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        var notYet = TimeSpan.Zero;
        for (var asked = notYet; !await isTrue(); asked = TimeProvider.System.GetElapsedTime(since))
        {
            notYet = asked;
            await PauseAsync(since, atMost ?? Patience, "It was not so");
        }

        return notYet;
    }

    /// <summary>Waits until something is there.</summary>
    /// <param name="find">Looks for it; null as long as it is not.</param>
    /// <param name="atMost">How long to wait; null for 30 seconds.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task<T> FindAsync<T>(Func<T?> find, TimeSpan? atMost = null)
        where T : class
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (find() is { } found) return found;
            await PauseAsync(since, atMost ?? Patience, "It was not there");
        }
    }

    private static Task PauseAsync(long since, TimeSpan atMost, string complaint) =>
        TimeProvider.System.GetElapsedTime(since) < atMost
            ? Task.Delay(Between, TestContext.Current.CancellationToken)
            : throw new TimeoutException($"{complaint} after {atMost}.");
}
