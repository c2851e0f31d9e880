namespace ClientRegistry.Lookup;

/// <summary>
/// A few threads for work that may block, apart from the thread pool, which must stay free to answer requests. One is started
/// when none is free, is used again, and ends after <see cref="Idle"/> without work: to start one costs as much as a read.
/// </summary>
/// <param name="most">How many at most.</param>
internal sealed class ReadThreads(int most)
{
    /// <summary>How much work may wait for a thread. When that much does, the database hangs, and none of it will be in time.</summary>
    public const int LongestQueue = 4096;

    /// <summary>How long a thread waits for more work.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly Queue<Action> _waiting = new();
    private int _threads;
    private int _free;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_waiting) return _threads;
        }
    }

    /// <summary>How many of them wait for work.</summary>
    public int Free
    {
        get
        {
            lock (_waiting) return _free;
        }
    }

    /// <summary>Has it done as soon as a thread is free, in the order it came.</summary>
    /// <param name="work">What to do; must not throw.</param>
    /// <returns>False, and nothing will be done, when too much is waiting already.</returns>
    public bool TryDo(Action work)
    {
        lock (_waiting)
        {
            if (_waiting.Count == LongestQueue) return false;
            _waiting.Enqueue(work);
            if (_free >= _waiting.Count) Monitor.Pulse(_waiting);
            else if (_threads < most) Start();
            return true;
        }
    }

    private void Start()
    {
        // Without what surrounds the request that happens to be the first: the thread outlives it.
        new Thread(DoAll) { IsBackground = true, Name = "Lookup read" }.UnsafeStart();
        _threads++;
    }

    private void DoAll()
    {
        while (TryTake(out var work)) work();
    }

    private bool TryTake(out Action work)
    {
        lock (_waiting)
        {
            while (!_waiting.TryDequeue(out work!))
            {
                _free++;
                var isCalled = Monitor.Wait(_waiting, Idle);
                _free--;
                if (isCalled || _waiting.Count > 0) continue;
                _threads--;
                return false;
            }

            return true;
        }
    }
}
