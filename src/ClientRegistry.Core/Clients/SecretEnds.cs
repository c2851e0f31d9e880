namespace ClientRegistry.Core.Clients;

/// <summary>When the end of a secret is worth a word to those who use it.</summary>
public static class SecretEnds
{
    /// <summary>How long before its end people are warned, the longest first.</summary>
    public static IReadOnlyList<TimeSpan> Warnings { get; } =
        [TimeSpan.FromDays(30), TimeSpan.FromDays(14), TimeSpan.FromDays(3)];

    /// <summary>From so long before the end on, the account manager hears of it too.</summary>
    public static TimeSpan Urgent => Warnings[^1];

    /// <summary>The first moment after the present at which a word is due: a warning, or the end itself.</summary>
    /// <param name="end">When the secret ends; null for never.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null when there is nothing left to say.</returns>
    public static DateTimeOffset? NextNotice(DateTimeOffset? end, DateTimeOffset now)
    {
        if (end is not { } at || at <= now) return null;

        foreach (var warning in Warnings)
        {
            if (at - warning > now) return at - warning;
        }

        return at;
    }
}

/// <summary>A word that is due about the end of a secret.</summary>
/// <param name="Secret">Which.</param>
/// <param name="HasEnded">Whether it has ended; else it is about to.</param>
/// <param name="Other">The secret that outlives it; null for none.</param>
/// <param name="IsSucceeded">Whether the client can do without it: the other one is in use, or somebody chose that it
/// stays.</param>
public sealed record SecretEndNotice(ClientSecret Secret, bool HasEnded, ClientSecret? Other, bool IsSucceeded);
