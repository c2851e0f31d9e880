namespace ClientRegistry.OpenIddict;

/// <summary>How this authorization server reaches the registry, and how long it does without.</summary>
public sealed class ClientRegistryOptions
{
    /// <summary>Where the registry is, without <c>/api/v1</c>. Https, or http on a loopback host. Required.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// The lookup key an administrator of the registry issued for this server. It decides which environment is seen:
    /// a client of the other one is unknown. Required.
    /// </summary>
    public string? LookupKey { get; set; }

    /// <summary>How long one attempt to ask may take. Default 3 seconds; at most one minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a question that failed is asked again, with a growing pause between. Default 2; 0 for never; at most 10.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>
    /// How long a client that is known goes on being served when the registry cannot be reached, counted from when it
    /// was last known to be good: when it was asked for, or when the change feed was last heard if that named no change
    /// of it. An answer that the registry itself gives without its database counts from the time its <c>Age</c> says,
    /// and is none when that is longer ago. Default 10 minutes; zero for not at all; at most one day.
    /// </summary>
    public TimeSpan MaxStale { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many clients are held in memory at most, and of how many the good secrets. Default 10 000.</summary>
    public int CacheEntries { get; set; } = 10_000;

    internal Uri ApiAddress => new(BaseAddress!.AbsoluteUri.TrimEnd('/') + "/api/v1/");
}
