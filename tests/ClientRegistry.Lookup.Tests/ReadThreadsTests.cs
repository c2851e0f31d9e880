namespace ClientRegistry.Lookup.Tests;

public sealed class ReadThreadsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_waits_is_done_when_a_thread_is_free_and_there_are_never_more_than_so_many()
    {
        var threads = new ReadThreads(most: 3);
        using var road = new ManualResetEventSlim();
        var begun = 0;
        var all = Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource()).ToList();
        foreach (var one in all)
        {
            threads.TryDo(() =>
            {
                Interlocked.Increment(ref begun);
                road.Wait();
                one.SetResult();
            });
        }

        Assert.Equal(3, threads.Count);
        Assert.InRange(Volatile.Read(ref begun), 0, 3);
        road.Set();
        await Task.WhenAll(all.Select(one => one.Task)).WaitAsync(Limit);
        Assert.Equal(10, begun);
        Assert.Equal(3, threads.Count);
    }

    [Fact]
    public async Task One_piece_of_work_after_the_other_is_done_by_one_thread()
    {
        var threads = new ReadThreads(most: 3);
        var by = new HashSet<int>();
        for (var i = 0; i < 100; i++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            threads.TryDo(() =>
            {
                by.Add(Environment.CurrentManagedThreadId);
                done.SetResult();
            });
            await done.Task.WaitAsync(Limit);
            SpinWait.SpinUntil(() => threads.Free == 1, Limit);
        }

        Assert.Single(by);
        Assert.Equal(1, threads.Count);
    }

    [Fact]
    public async Task When_too_much_waits_no_more_is_taken_until_some_is_done()
    {
        var threads = new ReadThreads(most: 1);
        using var road = new ManualResetEventSlim();
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var begun = new ManualResetEventSlim();
        Assert.True(threads.TryDo(() =>
        {
            begun.Set();
            road.Wait();
        }));
        Assert.True(begun.Wait(Limit));
        for (var i = 1; i < ReadThreads.LongestQueue; i++) Assert.True(threads.TryDo(() => { }));
        Assert.True(threads.TryDo(last.SetResult));

        Assert.False(threads.TryDo(() => { }));
        road.Set();
        await last.Task.WaitAsync(Limit);
        Assert.True(threads.TryDo(() => { }));
    }

    [Fact]
    public async Task What_surrounded_the_one_who_came_first_is_not_carried_on()
    {
        var threads = new ReadThreads(most: 1);
        var surrounding = new AsyncLocal<string> { Value = "the first" };
        var seen = new TaskCompletionSource<string?>();

        threads.TryDo(() => seen.SetResult(surrounding.Value));

        Assert.Null(await seen.Task.WaitAsync(Limit));
    }
}
