using System.Diagnostics;

namespace ClientRegistry.Endurance.Tests.Infrastructure;

/// <summary>Asks again until it is so, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

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
