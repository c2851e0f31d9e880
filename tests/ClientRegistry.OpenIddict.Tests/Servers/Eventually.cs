using System.Diagnostics;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>Asks again until it is so, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static async Task<T> FindAsync<T>(Func<T?> find, TimeSpan atMost)
        where T : class
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            if (find() is { } found) return found;
            Assert.True(Stopwatch.GetElapsedTime(since) < atMost, $"It was not there after {atMost}.");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }

    public static async Task IsTrueAsync(Func<Task<bool>> isTrue, TimeSpan atMost)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < atMost, $"It was not so after {atMost}.");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }
}
