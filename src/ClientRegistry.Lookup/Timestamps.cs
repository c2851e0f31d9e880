namespace ClientRegistry.Lookup;

/// <summary>
/// Time stamps of <see cref="TimeProvider.GetTimestamp"/>. How old something is, is measured with these: when the clock of
/// the machine is set, the time of day jumps and they do not.
/// </summary>
internal static class Timestamps
{
    /// <summary>Longer ago than anything that matters, and no difference to it overflows.</summary>
    public const long Never = long.MinValue / 2;

    /// <summary>A time as a difference of time stamps.</summary>
    /// <param name="clock">Whose time stamps.</param>
    /// <param name="time">The time.</param>
    public static long TimestampsIn(this TimeProvider clock, TimeSpan time) =>
        (long)(time.TotalSeconds * clock.TimestampFrequency);
}
