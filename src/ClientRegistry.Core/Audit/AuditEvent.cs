using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Core.Audit;

/// <summary>
/// Who did what to what, when, from where, why. Appended in the transaction of the deed, never changed: each entry's
/// hash covers the one before, so that a later change shows (<c>audit verify</c>).
/// </summary>
public sealed class AuditEvent
{
    private AuditEvent()
    {
    }

    /// <summary>An entry; the context gives its place and hash when it is saved.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="action">Did what; of <see cref="AuditActions"/>.</param>
    /// <param name="subject">To what, as <c>kind:identifier</c>.</param>
    /// <param name="partnerId">The partner it concerns; null for none.</param>
    /// <param name="reason">Why, or what exactly; never a secret.</param>
    /// <param name="now">The present.</param>
    public AuditEvent(
        Actor actor, string action, string subject, Guid? partnerId, string? reason, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        At = now;
        ActorId = actor.UserId;
        ActorName = actor.Name;
        RemoteAddress = actor.RemoteAddress;
        Action = action;
        Subject = subject;
        PartnerId = partnerId;
        Reason = reason;
    }

    /// <summary>Row key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Place in the trail; counts from 1 without a gap.</summary>
    public long Sequence { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Whose account; null for visitors, commands and the system.</summary>
    public Guid? ActorId { get; private set; }

    /// <summary>What they were called then.</summary>
    public string ActorName { get; private set; } = "";

    /// <summary>From where; null where there is no network between.</summary>
    public string? RemoteAddress { get; private set; }

    /// <summary>Did what.</summary>
    public string Action { get; private set; } = "";

    /// <summary>To what, as <c>kind:identifier</c>.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The partner it concerns; null for none.</summary>
    public Guid? PartnerId { get; private set; }

    /// <summary>Why, or what exactly.</summary>
    public string? Reason { get; private set; }

    /// <summary>SHA-256 over the previous entry's hash and this entry, base64.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Gives the entry its place behind another.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="previousHash">Hash of the entry before; empty for the first.</param>
    internal void Append(long sequence, string previousHash)
    {
        Sequence = sequence;
        Hash = HashAfter(previousHash);
    }

    /// <summary>What <see cref="Hash"/> must be behind an entry with that hash.</summary>
    /// <param name="previousHash">Hash of the entry before; empty for the first.</param>
    public string HashAfter(string previousHash)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in (ReadOnlySpan<string?>)
            [
                previousHash, $"{Sequence}", Id.ToString("N"), $"{At.UtcTicks}", ActorId?.ToString("N"), ActorName,
                RemoteAddress, Action, Subject, PartnerId?.ToString("N"), Reason,
            ])
        {
            // The length goes in front, so that no two different entries read as the same bytes; -1 tells null.
            var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, part is null ? -1 : bytes.Length);
            sha.AppendData(length);
            sha.AppendData(bytes);
        }

        return Convert.ToBase64String(sha.GetHashAndReset());
    }
}
