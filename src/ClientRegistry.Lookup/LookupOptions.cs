namespace ClientRegistry.Lookup;

/// <summary>How fresh and how large what the lookup API remembers is; section <c>Lookup</c>.</summary>
public sealed class LookupOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Lookup";

    /// <summary>
    /// How long a caller may keep a client document that does not follow the change feed: its <c>max-age</c>. From 1 second
    /// to 1 hour; default 30 seconds. What this node itself holds is good until the feed names its client.
    /// </summary>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How old an answer may be while the database cannot be asked. Not below <see cref="CacheLifetime"/>, at most
    /// 1 day; default 10 minutes.
    /// </summary>
    public TimeSpan MaxStale { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many clients are remembered. From 100 to 10,000,000; default 100,000.</summary>
    public int CacheEntries { get; set; } = 100_000;

    /// <summary>
    /// How often the change feed is read: the longest that this node does not know what another one changed. From 50
    /// milliseconds to 1.5 seconds, so that with the reading it is less than 2; default 1 second.
    /// </summary>
    public TimeSpan ChangePollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long refused attempts are kept for the owner to see. From 1 hour to 1 year; default 30 days.</summary>
    public TimeSpan RefusalsKept { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many refused attempts are kept for one client, the newest. From 1 to 10,000; default 200.</summary>
    public int RefusalsPerClient { get; set; } = 200;

    /// <summary>What is wrong with these values, each naming its key; empty when nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        if (Outside(CacheLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)))
            yield return Fault(nameof(CacheLifetime), "a time from 00:00:01 to 01:00:00");
        if (Outside(MaxStale, CacheLifetime, TimeSpan.FromDays(1)))
            yield return Fault(nameof(MaxStale), "a time from Lookup:CacheLifetime to 1.00:00:00");
        if (CacheEntries is < 100 or > 10_000_000)
            yield return Fault(nameof(CacheEntries), "a number from 100 to 10000000");
        if (Outside(ChangePollInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1.5)))
            yield return Fault(nameof(ChangePollInterval), "a time from 00:00:00.05 to 00:00:01.5");
        if (Outside(RefusalsKept, TimeSpan.FromHours(1), TimeSpan.FromDays(365)))
            yield return Fault(nameof(RefusalsKept), "a time from 01:00:00 to 365.00:00:00");
        if (RefusalsPerClient is < 1 or > 10_000)
            yield return Fault(nameof(RefusalsPerClient), "a number from 1 to 10000");
    }

    private static bool Outside(TimeSpan value, TimeSpan least, TimeSpan most) => value < least || value > most;

    private static string Fault(string key, string what) => $"{Section}:{key} must be {what}.";
}
