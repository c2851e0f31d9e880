using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Partners;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Core.Data;

/// <summary>
/// Gives a partner another name. It is the one thing in a client document that is not the client's own, and whoever keeps
/// documents trusts the change feed: each of the partner's clients is named there in the same transaction.
/// </summary>
public static class PartnerNaming
{
    private const int BatchSize = 1000;

    /// <summary>Does it, and says whether somebody else was first. Memory does not grow with rows that are tracked.</summary>
    /// <param name="db">The unit of work; forgets what it tracks.</param>
    /// <param name="partnerId">The partner; there must be one.</param>
    /// <param name="name">The new name; unique.</param>
    /// <param name="record">Makes the entry of the audit trail from the partner as it was.</param>
    /// <param name="now">The present.</param>
    /// <param name="ct">Stops it before the commit.</param>
    public static Task<SaveResult> TryRenameAsync(
        this RegistryDbContext db,
        Guid partnerId,
        string name,
        Func<Partner, AuditEvent> record,
        DateTimeOffset now,
        CancellationToken ct)
    {
        Guid entry = default;
        return db.TryInTransactionAsync(
            async token =>
            {
                // First, as in every save: no client joins the partner between the reading of its clients and the commit.
                await db.Counters.Where(c => c.Name == Counter.Changes)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value), token);
                await RecordUpdatesAsync(db, partnerId, now, token);

                // Last, because every sign-in waits for the audit trail's lock.
                var partner = await db.Partners.SingleAsync(p => p.Id == partnerId, token);
                var audit = record(partner);
                entry = audit.Id;
                db.AuditEvents.Add(audit);
                partner.Rename(name);
                await db.SaveChangesAsync(token);
            },
            token => db.AuditEvents.AnyAsync(e => e.Id == entry, token),
            ct);
    }

    private static async Task RecordUpdatesAsync(
        RegistryDbContext db, Guid partnerId, DateTimeOffset now, CancellationToken ct)
    {
        var last = "";
        while (true)
        {
#pragma warning disable CA1309 // The database compares, by its collation, and that is a binary one.
            var page = await db.Clients.AsNoTracking()
                .Where(c => c.PartnerId == partnerId && string.Compare(c.ClientId, last) > 0)
                .OrderBy(c => c.ClientId)
                .Take(BatchSize)
                .ToListAsync(ct);
#pragma warning restore CA1309
            if (page.Count == 0) return;

            db.ClientChanges.AddRange(page.Select(c => new ClientChange(c, ClientChangeKind.Updated, now)));
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            last = page[^1].ClientId;
        }
    }
}
