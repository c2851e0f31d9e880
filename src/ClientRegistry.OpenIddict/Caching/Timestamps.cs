namespace ClientRegistry.OpenIddict.Caching;

internal static class Timestamps
{
    /// <summary>How much a timestamp of this clock grows in a time.</summary>
    public static long TicksIn(this TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
