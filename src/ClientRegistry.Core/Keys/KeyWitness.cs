namespace ClientRegistry.Core.Keys;

/// <summary>
/// A text that only the registry's Data Protection keys can open. By the newest a process finds out whether it has the
/// keys of this database: the first start writes one, and each loss of the keys another.
/// </summary>
public sealed class KeyWitness
{
    private KeyWitness()
    {
    }

    /// <summary>One more.</summary>
    /// <param name="number">Counts from 1; of two processes that write the same one is refused.</param>
    /// <param name="proof">The text, encrypted.</param>
    /// <param name="now">The present.</param>
    public KeyWitness(int number, string proof, DateTimeOffset now) => (Number, Proof, CreatedAt) = (number, proof, now);

    /// <summary>Counts from 1; the greatest counts.</summary>
    public int Number { get; private set; }

    /// <summary>The text, encrypted.</summary>
    public string Proof { get; private set; } = "";

    /// <summary>Since when these are the keys.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}

/// <summary>A running process that has the keys of the newest <see cref="KeyWitness"/>, as a lease.</summary>
public sealed class KeyHolder
{
    private KeyHolder()
    {
    }

    /// <summary>A process that has them.</summary>
    /// <param name="id">Its own identifier, made at its start.</param>
    /// <param name="aliveUntil">When it is taken for dead unless it says otherwise.</param>
    public KeyHolder(Guid id, DateTimeOffset aliveUntil) => (Id, AliveUntil) = (id, aliveUntil);

    /// <summary>The process.</summary>
    public Guid Id { get; private set; }

    /// <summary>When it is taken for dead unless it says otherwise.</summary>
    public DateTimeOffset AliveUntil { get; private set; }

    /// <summary>It says so.</summary>
    /// <param name="until">When it is taken for dead unless it says so again.</param>
    public void StayAlive(DateTimeOffset until) => AliveUntil = until;
}
