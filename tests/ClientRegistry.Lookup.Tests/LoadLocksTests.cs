using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup.Tests;

public sealed class LoadLocksTests : IDisposable
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly LoadLocks _locks = new();

    [Fact]
    public async Task One_at_a_time_gets_the_lock_of_a_key_and_nothing_stays_behind()
    {
        var first = await AcquireAsync("a");
        var second = AcquireAsync("a");
        var other = await AcquireAsync("b");
        Assert.NotNull(first);
        Assert.NotNull(other);
        Assert.False(second.IsCompleted);
        Assert.Null(_locks.AcquireLock("", "", "", "a", TimeSpan.Zero, null, CancellationToken.None));

        Release("a", first);
        var next = await second;
        Assert.NotNull(next);
        Assert.Equal(2, _locks.Count);
        Release("a", next);
        Release("b", other);
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_nothing_behind_and_takes_nobodys_turn()
    {
        using var patience = new CancellationTokenSource();
        var first = await AcquireAsync("a");
        var impatient = AcquireAsync("a", patience.Token);
        var patient = AcquireAsync("a");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        Release("a", first);
        Release("a", await patient);
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task Callers_of_many_keys_at_once_never_meet_under_one()
    {
        var inside = new int[5];
        await Task.WhenAll(Enumerable.Range(0, 200).Select(caller => Task.Run(async () =>
        {
            var key = caller % inside.Length;
            var turn = await AcquireAsync($"{key}");
            Assert.Equal(1, Interlocked.Increment(ref inside[key]));
            await Task.Yield();
            Interlocked.Decrement(ref inside[key]);
            Release($"{key}", turn);
        })));
        Assert.Equal(0, _locks.Count);
    }

    public void Dispose() => _locks.Dispose();

    private Task<object?> AcquireAsync(string key, CancellationToken ct = default) =>
        _locks.AcquireLockAsync("", "", "", key, Never, null, ct).AsTask();

    private void Release(string key, object? turn) => _locks.ReleaseLock("", "", "", key, turn, null);
}
