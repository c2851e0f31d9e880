using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;

namespace ClientRegistry.Core.Clients;

/// <summary>Why a claim on a secret lapsed.</summary>
public enum ClaimEnd
{
    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>A newer link took its place.</summary>
    Replaced,

    /// <summary>Somebody took it back.</summary>
    Cancelled,
}

/// <summary>
/// The right of one person to be shown a secret of a client, once, by a link that was mailed to them. There is no secret
/// yet: it is made at the moment of the claim, so nothing waits anywhere. The link holds a token of 160 bits that is
/// stored as a hash, works for that person only, once, and lapses.
/// </summary>
/// <remarks>
/// Every transition changes <see cref="ConcurrencyToken"/>, and its save asks for the one it has read: of two claims at
/// the same moment one finds no row to change.
/// </remarks>
public sealed class SecretClaim : IVersioned
{
    /// <summary>The longest purpose, in UTF-16 units; as long as the label of a secret.</summary>
    public const int PurposeLength = 100;

    /// <summary>How many refusals are told one by one; whoever goes on after that is counted no more.</summary>
    public const int MostRefusals = 50;

    private SecretClaim()
    {
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The client's row.</summary>
    public Guid ClientRowId { get; private set; }

    /// <summary>The client, when loaded.</summary>
    public Client? Client { get; private set; }

    /// <summary>The one person who may claim it.</summary>
    public Guid UserId { get; private set; }

    /// <summary>That person, when loaded.</summary>
    public User? User { get; private set; }

    /// <summary>SHA-256 of the token, base64.</summary>
    public string TokenHash { get; private set; } = "";

    /// <summary>Label of the secret to be.</summary>
    public string Purpose { get; private set; } = "";

    /// <summary>The mail with the link.</summary>
    public Guid MailId { get; private set; }

    /// <summary>When the link was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the person is reminded, if nothing happened until then.</summary>
    public DateTimeOffset RemindAt { get; private set; }

    /// <summary>When the link stops working.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When the person first opened it; null while they did not.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>When the person was reminded; null while they were not.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>When the secret was made and shown; null while it was not.</summary>
    public DateTimeOffset? ClaimedAt { get; private set; }

    /// <summary>Public identifier of the secret that was shown; null while none was.</summary>
    public string? SecretId { get; private set; }

    /// <summary>When the person said that they have stored it; null while they did not.</summary>
    public DateTimeOffset? StoredAt { get; private set; }

    /// <summary>When it came to nothing; null while it did not.</summary>
    public DateTimeOffset? LapsedAt { get; private set; }

    /// <summary>Why it came to nothing; null while it did not.</summary>
    public ClaimEnd? End { get; private set; }

    /// <summary>How often its link was refused, up to <see cref="MostRefusals"/>.</summary>
    public int RefusedAttempts { get; private set; }

    /// <inheritdoc/>
    public Guid ConcurrencyToken { get; private set; }

    /// <summary>Gives a person the right to a secret.</summary>
    /// <param name="client">Whose secret.</param>
    /// <param name="user">The person.</param>
    /// <param name="purpose">Label of the secret to be.</param>
    /// <param name="lifetime">How long the link works.</param>
    /// <param name="now">The present.</param>
    /// <returns>The row, and the token in clear for its mail.</returns>
    public static (SecretClaim Claim, string Token) Offer(
        Client client, User user, string purpose, TimeSpan lifetime, DateTimeOffset now)
    {
        var token = RandomText.Base32(32);
        var claim = new SecretClaim
        {
            Id = Guid.CreateVersion7(now),
            ClientRowId = client.Id,
            UserId = user.Id,
            TokenHash = HashOf(token),
            Purpose = purpose,
            CreatedAt = now,
            RemindAt = now + (lifetime / 2),
            ExpiresAt = now + lifetime,
        };
        return (claim, token);
    }

    /// <summary>The stored form of a token.</summary>
    /// <param name="token">The token in clear.</param>
    public static string HashOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether it still can be claimed at that moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsOpen(DateTimeOffset now) => ClaimedAt is null && LapsedAt is null && now < ExpiresAt;

    /// <summary>Notes in which mail its link travels.</summary>
    /// <param name="mailId">The mail.</param>
    public void TravelIn(Guid mailId) => MailId = mailId;

    /// <summary>Its person looks at the link. That uses nothing up: mail scanners follow links.</summary>
    /// <param name="now">The present.</param>
    /// <returns>Whether it was the first time.</returns>
    public bool Open(DateTimeOffset now)
    {
        if (OpenedAt is not null || !IsOpen(now)) return false;

        OpenedAt = now;
        return true;
    }

    /// <summary>Counts a refusal.</summary>
    /// <returns>Whether it is one of the first <see cref="MostRefusals"/>.</returns>
    public bool CountRefusal()
    {
        if (RefusedAttempts >= MostRefusals) return false;

        RefusedAttempts++;
        return true;
    }

    /// <summary>Uses it up: its secret is made and shown now.</summary>
    /// <param name="secretId">Public identifier of that secret.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="InvalidOperationException">It is not open; ask first.</exception>
    public void Claim(string secretId, DateTimeOffset now)
    {
        if (!IsOpen(now)) throw new InvalidOperationException("Only an open claim can be used.");

        OpenedAt ??= now;
        ClaimedAt = now;
        SecretId = secretId;
    }

    /// <summary>Its person says that the secret is where it belongs.</summary>
    /// <param name="now">The present.</param>
    /// <returns>Whether that is new.</returns>
    public bool ConfirmStored(DateTimeOffset now)
    {
        if (ClaimedAt is null || StoredAt is not null) return false;

        StoredAt = now;
        return true;
    }

    /// <summary>Its person is reminded, once.</summary>
    /// <param name="now">The present.</param>
    /// <returns>Whether it was time for it.</returns>
    public bool Remind(DateTimeOffset now)
    {
        if (RemindedAt is not null || !IsOpen(now) || now < RemindAt) return false;

        RemindedAt = now;
        return true;
    }

    /// <summary>It comes to nothing.</summary>
    /// <param name="end">Why.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether that is new.</returns>
    public bool Lapse(ClaimEnd end, DateTimeOffset now)
    {
        if (ClaimedAt is not null || LapsedAt is not null) return false;

        (LapsedAt, End) = (now, end);
        return true;
    }
}
