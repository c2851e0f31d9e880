using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Audit;

/// <summary>
/// Follows the audit trail from its first entry and finds the first one that was changed, taken out or put in later. It
/// reads in batches, so that its memory does not grow with the trail. Whoever could rewrite every hash from some entry
/// on, and the counter, is found out only by the last hash, kept elsewhere: it is part of the report.
/// </summary>
/// <param name="contexts">Reads.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class VerifyAuditTrail(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    private const int BatchSize = 1000;

    /// <summary>Does it.</summary>
    /// <param name="actor">An administrator, auditor or the operator.</param>
    /// <param name="progress">Hears how many entries are checked, after each batch; null for nobody.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What was found, or <c>forbidden</c>.</returns>
    public async Task<Outcome<AuditReport>> RunAsync(
        Actor actor, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        if (await whoHolds.RefuseOthersAsync(actor, ct) is { } refusal) return refusal;

        // What is appended meanwhile may be seen or not; what the counter counts now has to be there.
        var promised = await CountAsync(ct);
        var (sequence, hash) = (0L, "");
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var batch = await db.AuditEvents.AsNoTracking().Where(e => e.Sequence > sequence)
                .OrderBy(e => e.Sequence).Take(BatchSize).ToListAsync(ct);
            foreach (var entry in batch)
            {
                if (entry.Sequence != sequence + 1)
                    return Broken(sequence, hash, sequence + 1, "It is missing.");
                if (entry.HashAfter(hash) != entry.Hash)
                    return Broken(sequence, hash, entry.Sequence, "It is not what was written, or does not follow the entry before.");
                (sequence, hash) = (entry.Sequence, entry.Hash);
            }

            progress?.Report(sequence);
            if (batch.Count < BatchSize) break;
        }

        return sequence < promised
            ? Broken(sequence, hash, sequence + 1, "It is missing, and so is all that came after it.")
            : new AuditReport(sequence, hash, null);
    }

    private static AuditReport Broken(long whole, string hash, long sequence, string what) =>
        new(whole, hash, new BrokenAuditEntry(sequence, what));

    private async Task<long> CountAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Counters.AsNoTracking().Where(c => c.Name == Counter.Audit).Select(c => c.Value).SingleAsync(ct);
    }
}

/// <summary>What following the audit trail came to.</summary>
/// <param name="Whole">So many entries from the first on are as they were written.</param>
/// <param name="LastHash">Hash of the last of them, base64; empty for none. The same trail gives the same hash.</param>
/// <param name="Broken">The first entry that is not; null when all are.</param>
public sealed record AuditReport(long Whole, string LastHash, BrokenAuditEntry? Broken);

/// <summary>Where the audit trail breaks.</summary>
/// <param name="Sequence">Place of the entry.</param>
/// <param name="What">What is wrong with it, as a sentence.</param>
public sealed record BrokenAuditEntry(long Sequence, string What);
