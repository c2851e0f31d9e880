using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Accounts;

/// <summary>How often something may be tried for one address.</summary>
/// <param name="Purpose">What is tried.</param>
/// <param name="Count">So many attempts are allowed; the last of them blocks.</param>
/// <param name="Window">Attempts are forgotten when none came for so long.</param>
/// <param name="Block">For how long nothing is allowed then.</param>
public sealed record AttemptLimit(string Purpose, int Count, TimeSpan Window, TimeSpan Block)
{
    /// <summary>Passwords tried: ten, then a quarter of an hour of rest.</summary>
    public static AttemptLimit SignIn { get; } =
        new("sign-in", 10, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15));

    /// <summary>Reset links asked for: three an hour.</summary>
    public static AttemptLimit PasswordReset { get; } =
        new("password-reset", 3, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    /// <summary>Applications to become a partner: three a day.</summary>
    public static AttemptLimit Application { get; } =
        new("application", 3, TimeSpan.FromDays(1), TimeSpan.FromDays(1));
}

/// <summary>
/// What was tried for one address by whoever has not proven to own it. Kept for every address that was typed, whether
/// or not it has an account: being told to wait says nothing about that. The address itself is not kept.
/// </summary>
public sealed class AttemptTally : IVersioned
{
    private AttemptTally()
    {
    }

    /// <summary>Nothing was tried yet.</summary>
    /// <param name="key">Of <see cref="KeyOf"/>.</param>
    public AttemptTally(string key) => Key = key;

    /// <summary>SHA-256 over purpose and address, base64.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Attempts since the last success or pause.</summary>
    public int Count { get; private set; }

    /// <summary>When the last one came.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Until when nothing is allowed; null while it is.</summary>
    public DateTimeOffset? BlockedUntil { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>The row of a purpose and an address.</summary>
    /// <param name="limit">Whose purpose.</param>
    /// <param name="address">The address, as typed; case does not matter.</param>
    public static string KeyOf(AttemptLimit limit, string address) => Convert.ToBase64String(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{limit.Purpose}\n{User.Normalize(address)}")));

    /// <summary>
    /// Counts an attempt before it is made, so that many at the same moment are not more than many in a row. The last
    /// one allowed blocks those after it already.
    /// </summary>
    /// <param name="limit">What is allowed.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether it may be made.</returns>
    public bool TryTake(AttemptLimit limit, DateTimeOffset now)
    {
        if (BlockedUntil > now) return false;

        if (BlockedUntil is not null || LastAt + limit.Window <= now) Count = 0;
        Count++;
        LastAt = now;
        BlockedUntil = Count >= limit.Count ? now + limit.Block : null;
        return true;
    }
}
