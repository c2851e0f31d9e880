namespace ClientRegistry.Lookup.Directory;

/// <summary>
/// The reads of clients that are not done yet, so that an invalidation reaches what they will bring. What a read brings
/// is put where others find it by <see cref="Reading.TryFinish"/> only, which does nothing once the client was
/// invalidated; both happen under one lock. So an invalidation that marks first and removes afterwards leaves nothing
/// old behind: what was put before the mark is removed, and after it nothing old is put.
/// </summary>
internal sealed class ReadsUnderWay
{
    private readonly Lock _lock = new();
    private readonly HashSet<Reading> _all = [];

    /// <summary>Begins a read: call it before the database is asked, and dispose of it when all is done.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public Reading Begin(string clientId)
    {
        var reading = new Reading(this, clientId);
        lock (_lock) _all.Add(reading);
        return reading;
    }

    /// <summary>What is being read of this client at the moment is not to be kept.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    public void Overtake(string clientId)
    {
        lock (_lock)
        {
            foreach (var reading in _all)
                if (reading.ClientId == clientId) reading.IsOvertaken = true;
        }
    }

    /// <summary>What is being read of any client at the moment is not to be kept.</summary>
    public void OvertakeAll()
    {
        lock (_lock)
        {
            foreach (var reading in _all) reading.IsOvertaken = true;
        }
    }

    /// <summary>One read of one client.</summary>
    internal sealed class Reading(ReadsUnderWay owner, string clientId) : IDisposable
    {
        public string ClientId => clientId;

        public bool IsOvertaken { get; set; }

        /// <summary>Puts what was read where others find it, unless it is old already.</summary>
        /// <param name="put">Puts it; short, and waits for nothing.</param>
        /// <returns>Whether it is as new as it was when the database was asked.</returns>
        public bool TryFinish(Action put)
        {
            lock (owner._lock)
            {
                if (IsOvertaken) return false;
                put();
                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._lock) owner._all.Remove(this);
        }
    }
}
