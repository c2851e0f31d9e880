namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>
/// How long to wait after the n-th failure in a row: doubling from a first gap to a longest one, and then somewhere
/// between half of that and all of it, so that what failed together does not come back together.
/// </summary>
/// <param name="first">The longest wait after the first failure.</param>
/// <param name="longest">The longest wait ever.</param>
/// <param name="random">Where in between.</param>
internal sealed class RetryGaps(TimeSpan first, TimeSpan longest, Random random)
{
    /// <summary>The wait after so many failures.</summary>
    /// <param name="failures">How many in a row; at least 1.</param>
    public TimeSpan After(int failures)
    {
        var doublings = Math.Min(failures - 1, 30);
        var full = Math.Min(first.Ticks * Math.Pow(2, doublings), longest.Ticks);
        return TimeSpan.FromTicks((long)(full * (0.5 + (random.NextDouble() / 2))));
    }
}
