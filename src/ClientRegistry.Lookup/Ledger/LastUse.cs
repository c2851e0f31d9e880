namespace ClientRegistry.Lookup.Ledger;

/// <summary>
/// When something was last used, noted coarsely: a use is worth writing only when the last note is old, so that a busy
/// client costs one write in a while and not one each request.
/// </summary>
internal sealed class LastUse
{
    /// <summary>How coarse the notes are.</summary>
    public static readonly TimeSpan Granularity = TimeSpan.FromMinutes(5);

    private long _notedTicks;

    /// <summary>Begins with what the database knows.</summary>
    /// <param name="known">The last use noted there; null for none.</param>
    public LastUse(DateTimeOffset? known) => _notedTicks = known?.UtcTicks ?? 0;

    /// <summary>Notes a use.</summary>
    /// <param name="now">The present.</param>
    /// <returns>True for the one caller who has to write it down.</returns>
    public bool IsWorthNoting(DateTimeOffset now) => IsWorthNoting(ref _notedTicks, now);

    /// <summary>Notes a use in a place of the caller's.</summary>
    /// <param name="notedTicks">When the last use was noted, in UTC ticks; 0 for never.</param>
    /// <param name="now">The present.</param>
    /// <returns>True for the one caller who has to write it down.</returns>
    public static bool IsWorthNoting(ref long notedTicks, DateTimeOffset now)
    {
        var noted = Volatile.Read(ref notedTicks);

        // Either way: a note of a time that has not come yet is of a clock that was wrong.
        return Math.Abs(now.UtcTicks - noted) >= Granularity.Ticks
            && Interlocked.CompareExchange(ref notedTicks, now.UtcTicks, noted) == noted;
    }
}
